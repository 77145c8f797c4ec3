namespace Pons.Server.Live;

/// <summary>Welch's estimate as the studio shows it: segments of one second, so bins of one hertz, up to 100 Hz.</summary>
internal sealed class SpectrumEstimate
{
    private const double HighestHz = 100;
    private readonly int _channels;
    private readonly double _binHz;
    private readonly int _bins;
    private readonly double _rateHz;

    public SpectrumEstimate(int channels, double rateHz)
    {
        _channels = channels;
        _rateHz = rateHz;
        SegmentLength = Math.Max(2, (int)Math.Round(rateHz));
        _binHz = rateHz / SegmentLength;
        _bins = Math.Min(SegmentLength / 2, (int)(HighestHz / _binHz)) + 1;
    }

    /// <summary>Samples of one segment; less than that cannot be estimated.</summary>
    public int SegmentLength { get; }

    /// <summary>The message for samples [sample × channel] of at least one segment.</summary>
    public LiveMessage Of(ReadOnlySpan<float> samples)
    {
        var psd = new float[_channels * _bins];
        var n = SegmentLength;
        var count = samples.Length / _channels;
        var segments = 0;
        double norm = 0;
        for (var i = 0; i < n; i++) norm += Math.Pow(0.5 - 0.5 * Math.Cos(2 * Math.PI * i / n), 2);
        for (var start = 0; start + n <= count; start += n / 2, segments++)
            for (var c = 0; c < _channels; c++)
                for (var k = 0; k < _bins; k++)
                {
                    double re = 0, im = 0;
                    double cr = 1, ci = 0, wr = Math.Cos(2 * Math.PI * k / n), wi = -Math.Sin(2 * Math.PI * k / n);
                    for (var i = 0; i < n; i++)
                    {
                        var x = samples[(start + i) * _channels + c] * (0.5 - 0.5 * Math.Cos(2 * Math.PI * i / n));
                        re += x * cr; im += x * ci;
                        (cr, ci) = (cr * wr - ci * wi, cr * wi + ci * wr);
                    }
                    psd[c * _bins + k] += (float)((re * re + im * im) / (norm * _rateHz) * (k == 0 ? 1 : 2));
                }
        for (var i = 0; i < psd.Length; i++) psd[i] /= segments;
        return new(BinaryMessages.Spectra(psd, _channels, _binHz), IsBinary: true, IsKept: false);
    }
}
