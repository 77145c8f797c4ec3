using Pons.Geometry;

namespace Pons.Decoding.Vep;

/// <summary>The references of <see cref="MsetCca"/>.</summary>
internal sealed class CommonReferences(int channels, ReferenceRows references) : BandTemplates
{
    public static CommonReferences Learn(BandTrials trials) => new(
        trials.ChannelCount,
        ReferenceRows.Of([.. trials.ByClass.Select(c => MostAlike(c, trials.ChannelCount, trials.SampleCount))], trials.SampleCount));

    public static CommonReferences Restore(ModelContent content, string suffix, int channels)
    {
        var rows = content.Array("references" + suffix, content.Classes.Length, -1, content.SampleCount);
        return new(channels, ReferenceRows.Kept([.. rows.Values], content.Classes.Length, content.SampleCount));
    }

    public override IEnumerable<ModelArray> Arrays(string suffix) =>
        [ModelArray.Of("references" + suffix, references.Rows, references.ClassCount, references.RowsPerClass, references.SampleCount)];

    public override void Correlate(ReadOnlySpan<double> signal, Span<double> correlations)
    {
        CanonicalCorrelation.Squares(signal, channels, references, correlations);
        foreach (ref var value in correlations) value = Math.Sqrt(value);
    }

    // With an orthonormal basis of each trial the problem of several sets is an ordinary one: the strongest direction of all bases together.
    private static double[] MostAlike(double[][] trials, int channels, int samples)
    {
        var bases = trials.Select(t =>
        {
            var basis = new double[t.Length];
            return basis[..(OrthonormalRows.Centred(t, channels, basis) * samples)];
        }).ToArray();
        double[] stacked = [.. bases.SelectMany(b => b)];
        var products = new double[stacked.Length / samples * (stacked.Length / samples)];
        MatrixProduct.MultiplyTransposed(stacked, stacked, products, samples);
        var size = stacked.Length / samples;
        var weights = SymmetricEigen.Of(new(size, size, products)).Vectors.Row(size - 1);
        var (common, used) = (new double[trials.Length * samples], 0);
        for (var i = 0; i < trials.Length; i++)
        {
            var rows = bases[i].Length / samples;
            MatrixProduct.Multiply(weights.Slice(used, rows), bases[i], common.AsSpan(i * samples, samples), rows);
            used += rows;
        }

        return common;
    }
}
