using System.Numerics.Tensors;
using Pons.Signals;

namespace Pons.Server.Live;

/// <summary>
/// Welch's estimate as the studio shows it: segments of one second that overlap by half, so bins of one hertz, up to 100 Hz.
/// Holds working memory: belongs to one thread.
/// </summary>
internal sealed class SpectrumEstimate
{
    private const double HighestHz = 100;
    private readonly WelchSpectrum _welch;
    private readonly int _channels;
    private readonly double _binHz;
    private readonly int _bins;
    private readonly double[] _density;
    private readonly float[] _shown;
    private double[] _samples = [];

    public SpectrumEstimate(int channels, double rateHz)
    {
        _channels = channels;
        SegmentLength = Math.Max(2, (int)Math.Round(rateHz));
        _welch = new(Window.Hann(SegmentLength, WindowSymmetry.Periodic), SegmentLength / 2, rateHz);
        _binHz = rateHz / SegmentLength;
        _bins = Math.Min(_welch.BinCount, (int)(HighestHz / _binHz) + 1);
        _density = new double[_welch.BinCount * channels];
        _shown = new float[_bins * channels];
    }

    /// <summary>Samples of one segment; less than that cannot be estimated.</summary>
    public int SegmentLength { get; }

    /// <summary>The message for samples [sample × channel] of at least one segment.</summary>
    public LiveMessage Of(ReadOnlySpan<float> samples)
    {
        if (_samples.Length < samples.Length) _samples = new double[samples.Length];
        var wide = _samples.AsSpan(0, samples.Length);
        TensorPrimitives.ConvertTruncating(samples, wide);
        _welch.Estimate(wide, _density, _channels);
        for (var channel = 0; channel < _channels; channel++)
            for (var bin = 0; bin < _bins; bin++)
                _shown[channel * _bins + bin] = (float)_density[bin * _channels + channel];
        return new(BinaryMessages.Spectra(_shown, _channels, _binHz), IsBinary: true, IsKept: false);
    }
}
