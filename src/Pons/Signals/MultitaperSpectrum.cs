namespace Pons.Signals;

/// <summary>
/// Power spectral density by averaging the spectra under several orthogonal tapers, weighted by their concentrations (not
/// adaptively). Thomson, "Spectrum estimation and harmonic analysis", Proc. IEEE 70, 1982, doi:10.1109/PROC.1982.12433.
/// Tapers less than 90 % concentrated are left out. Equals MNE's <c>psd_array_multitaper(adaptive=False,
/// normalization="full")</c>. Holds working memory: one instance per thread.
/// </summary>
public sealed class MultitaperSpectrum
{
    private const double LeastConcentration = 0.9;
    private readonly TaperedPower _power;
    private readonly double[] _tapers;
    private readonly double _scale;

    /// <summary>Prepares estimates from segments of one length.</summary>
    /// <param name="length">Number of samples of a segment, at least 2.</param>
    /// <param name="bandwidthHz">Full width over which power is smoothed, in hertz: at least rate / length, below the rate.</param>
    /// <param name="rateHz">Sampling rate in hertz, above 0.</param>
    /// <exception cref="ArgumentException">A parameter is outside its range, or no taper is concentrated enough.</exception>
    public MultitaperSpectrum(int length, double bandwidthHz, double rateHz)
    {
        FilterEdges.RequireRate(rateHz);
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 2);
        if (!(bandwidthHz >= rateHz / length && bandwidthHz < rateHz))
            throw new ArgumentOutOfRangeException(
                nameof(bandwidthHz),
                bandwidthHz,
                $"The bandwidth must lie between the resolution of the segment, {rateHz / length} Hz, and the rate, {rateHz} Hz.");
        var halfBandwidth = bandwidthHz * length / (2 * rateHz);
        var tapers = new SlepianTapers(length, halfBandwidth, (int)(2 * halfBandwidth), WindowSymmetry.Periodic);
        var used = Enumerable.Range(0, tapers.Count).Where(k => tapers.Concentrations[k] > LeastConcentration).ToList();
        if (used.Count == 0)
            throw new ArgumentException(
                $"{bandwidthHz} Hz is too narrow for {length} samples: no taper holds 90 % of its energy within it. Use a wider band.",
                nameof(bandwidthHz));
        _tapers = [.. used.SelectMany(k => tapers[k].ToArray().Select(v => v * Math.Sqrt(tapers.Concentrations[k])))];
        _scale = 1 / (rateHz * used.Sum(k => tapers.Concentrations[k]));
        _power = new(length);
        TaperCount = used.Count;
        FrequenciesHz = SpectrumBins.Frequencies(length, rateHz);
    }

    /// <summary>Number of frequencies.</summary>
    public int BinCount => _power.BinCount;

    /// <summary>Number of tapers in use.</summary>
    public int TaperCount { get; }

    /// <summary>The frequencies in hertz, from 0 to half the rate.</summary>
    public IReadOnlyList<double> FrequenciesHz { get; }

    /// <summary>Estimates the density of every channel, after removing its mean.</summary>
    /// <param name="samples">Values [sample × channel], exactly one segment.</param>
    /// <param name="density">Receives the one-sided density [bin × channel], in the squared unit of the samples per hertz.</param>
    /// <param name="channelCount">Number of channels, at least 1.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public void Estimate(ReadOnlySpan<double> samples, Span<double> density, int channelCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channelCount, 1);
        BlockShape.RequireRows(samples.Length, _power.Length, channelCount, nameof(samples));
        BlockShape.RequireRows(density.Length, BinCount, channelCount, nameof(density));
        density.Clear();
        for (var k = 0; k < TaperCount; k++)
            _power.Add(samples, _tapers.AsSpan(k * _power.Length, _power.Length), density, channelCount);
        SpectrumBins.MakeOneSided(density, _power.Length, channelCount, _scale);
    }
}
