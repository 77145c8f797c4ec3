using Pons.Geometry;

namespace Pons.Artefacts;

/// <summary>
/// Takes out of each channel what is linear in the eye channels, with weights by least squares over a calibration stretch (Gratton et al.
/// 1983, doi 10.1016/0013-4694(83)90135-9, without its average over events). Immutable. Brain activity that the eye channels carry goes too.
/// </summary>
public sealed class EogRegression
{
    private readonly int[] _eyes;
    private readonly Matrix _weights;

    private EogRegression(int[] eyes, Matrix weights) => (_eyes, _weights) = (eyes, weights);

    /// <summary>Weights [channel × eye channel]; zero for the eye channels themselves.</summary>
    public Matrix Weights => _weights.Clone();

    /// <summary>The same as a map of all channels, for a stage.</summary>
    public SpatialMap Map
    {
        get
        {
            var map = Matrix.Identity(_weights.Rows);
            for (var c = 0; c < map.Rows; c++)
                for (var e = 0; e < _eyes.Length; e++) map[c, _eyes[e]] -= _weights[c, e];
            return new(map);
        }
    }

    /// <summary>Learns the weights.</summary>
    /// <param name="signal">Calibration values [channel × sample], with blinks and eye movements.</param>
    /// <param name="channelCount">Number of channels.</param>
    /// <param name="eyeChannels">Places of the eye channels, at least one.</param>
    /// <exception cref="ArtefactException">Values not finite, too few, eye channels that are not there, or that repeat each other.</exception>
    public static EogRegression Fit(ReadOnlySpan<double> signal, int channelCount, params int[] eyeChannels)
    {
        ArgumentNullException.ThrowIfNull(eyeChannels);
        if (eyeChannels.Length == 0 || eyeChannels.Any(e => e < 0 || e >= channelCount) || eyeChannels.Distinct().Count() < eyeChannels.Length)
            throw new ArtefactException(
                $"Eye channels {string.Join(", ", eyeChannels)} were named of {channelCount} channels.",
                "They must be known to be taken out of the others.", "Name each eye channel once, counted from 0.");
        var (centred, _) = ArtefactSignal.Centred(signal, channelCount, 10 * (eyeChannels.Length + 1));
        var eyes = new Matrix(eyeChannels.Length, centred.Columns);
        for (var e = 0; e < eyeChannels.Length; e++) centred.Row(eyeChannels[e]).CopyTo(eyes.Row(e));
        try
        {
            var own = Cholesky.Factor(MatrixProduct.MultiplyTransposed(eyes, eyes));
            var weights = own.Solve(MatrixProduct.MultiplyTransposed(eyes, centred)).Transpose();
            foreach (var e in eyeChannels) weights.Row(e).Clear();
            return new([.. eyeChannels], weights);
        }
        catch (GeometryException fault)
        {
            throw new ArtefactException($"The eye channels do not differ: {fault.What}", fault.Why, "Name eye channels that move apart.", fault);
        }
    }

    /// <summary>Takes the eyes out of one sample, in place; no delay.</summary>
    /// <param name="sample">Values [channel].</param>
    /// <exception cref="ArgumentException">Another number of channels.</exception>
    public void Clean(Span<double> sample)
    {
        if (sample.Length != _weights.Rows) throw new ArgumentException($"A sample of {sample.Length} values for {_weights.Rows} channels.", nameof(sample));
        for (var c = 0; c < sample.Length; c++)
        {
            var part = 0.0;
            for (var e = 0; e < _eyes.Length; e++) part += _weights[c, e] * sample[_eyes[e]];
            sample[c] -= part;
        }
    }
}
