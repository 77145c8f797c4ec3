using System.Buffers;
using System.Collections.Immutable;
using Pons.Streams;

namespace Pons.Decoding.Vep;

/// <summary>A fitted <see cref="TemplateDecoder"/>.</summary>
internal sealed class FittedTemplateDecoder(
    TemplateDecoder decoder, StreamInfo stream, int sampleCount, ImmutableArray<ClassLabel> classes, FilterBank bank, BandTemplates[] bands,
    double[] frequencies)
    : FittedDecoder(decoder, stream, sampleCount, classes)
{
    /// <summary>What was learnt of each sub-band.</summary>
    internal IReadOnlyList<BandTemplates> Bands => bands;

    protected override ImmutableArray<ModelArray> LearntArrays() =>
    [
        ModelArray.Of("frequencies", frequencies, frequencies.Length),
        .. bands.SelectMany((b, i) => b.Arrays(TemplateDecoder.Suffix(i))),
    ];

    protected override double[] Probabilities(ReadOnlySpan<double> signal, int sampleCount)
    {
        if (sampleCount != SampleCount)
            throw new DecodingException(
                $"{Decoder.Name} was fitted to trials of {SampleCount} samples and given one of {sampleCount}.",
                "Its templates are as long as the trials that they were learnt from.", "Cut trials of that length, or train again.");
        var workspace = ArrayPool<double>.Shared.Rent(bank.WorkspaceLength(signal.Length));
        try
        {
            return Softmax.Of(Scores(bank.Split(signal, sampleCount, workspace)));
        }
        finally
        {
            ArrayPool<double>.Shared.Return(workspace);
        }
    }

    private double[] Scores(ReadOnlySpan<double> split)
    {
        var length = split.Length / bank.Count;
        var correlations = new double[Classes.Length];
        var scores = new double[Classes.Length];
        for (var b = 0; b < bands.Length; b++)
        {
            bands[b].Correlate(split.Slice(b * length, length), correlations);
            for (var k = 0; k < scores.Length; k++) scores[k] += bank.Weights[b] * correlations[k] * Math.Abs(correlations[k]);
        }

        return scores;
    }
}
