using Pons.Geometry;

namespace Pons.Artefacts;

/// <summary>
/// What artefact subspace reconstruction has learnt from a clean stretch. Immutable; each stream gets a filter of its own, and a whole
/// recording goes through the same filter.
/// </summary>
public sealed class AsrCalibration
{
    internal AsrCalibration(Asr settings, double rateHz, double[] weights, SignalBasis basis, Matrix usual, Matrix limits)
    {
        (Settings, RateHz, SpectralWeights, Basis, Usual, Limits) = (settings, rateHz, weights, basis, usual, limits);
        WindowSamples = Math.Max(1, (int)Math.Round(settings.WindowSeconds * rateHz));
        StepSamples = Math.Max(1, (int)Math.Round(settings.StepSeconds * rateHz));
        DelaySamples = (int)Math.Round(settings.DelaySeconds * rateHz);
        Plain = basis.IsFull ? null : MatrixProduct.Multiply(basis.Vectors.Transpose(), basis.Vectors);
    }

    /// <summary>The settings that it was learnt with.</summary>
    public Asr Settings { get; }

    /// <summary>Samples a second of the calibration; a signal at another rate must not be cleaned with it.</summary>
    public double RateHz { get; }

    /// <summary>Number of channels.</summary>
    public int ChannelCount => Basis.ChannelCount;

    /// <summary>Directions that the calibration filled. A direction that it never filled is taken out of every signal.</summary>
    public int Rank => Basis.Rank;

    /// <summary>By how many samples the output of a filter lags.</summary>
    public int DelaySamples { get; }

    internal double[] SpectralWeights { get; }

    internal SignalBasis Basis { get; }

    /// <summary>Usual second moments [rank × rank].</summary>
    internal Matrix Usual { get; }

    /// <summary>Largest usual powers [rank × rank].</summary>
    internal Matrix Limits { get; }

    internal int WindowSamples { get; }

    internal int StepSamples { get; }

    /// <summary>The map of a signal without artefacts, onto the basis; null for the identity.</summary>
    internal Matrix? Plain { get; }

    /// <summary>Starts a filter at rest, for one stream.</summary>
    public AsrFilter Start() => new(this);

    /// <summary>Cleans a whole recording; nothing is delayed.</summary>
    /// <param name="signal">Values [channel × sample] at <see cref="RateHz"/>, high-passed as the calibration was.</param>
    /// <returns>[channel × sample], new.</returns>
    /// <exception cref="ArtefactException">A value is not finite, or there is another number of channels.</exception>
    public Matrix Clean(ReadOnlySpan<double> signal)
    {
        var (centred, means) = ArtefactSignal.Centred(signal, ChannelCount, 1);
        var samples = centred.Columns;
        for (var c = 0; c < ChannelCount; c++)
            System.Numerics.Tensors.TensorPrimitives.Add(centred.Row(c), means[c], centred.Row(c));
        var rows = new double[ChannelCount * (samples + DelaySamples)];
        MatrixProduct.Transpose(centred.Values, rows, samples);
        Start().Process(rows, rows);
        var cleaned = new Matrix(ChannelCount, samples);
        MatrixProduct.Transpose(rows.AsSpan(ChannelCount * DelaySamples), cleaned.Values, ChannelCount);
        return cleaned;
    }
}
