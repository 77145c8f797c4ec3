using System.Numerics.Tensors;
using Pons.Signals;
using Pons.Streams;

namespace Pons.Decoding.Spectral;

/// <summary>Logarithm of the power of each channel in each band: all channels of the first band, then of the next.</summary>
internal sealed class LogBandPowers
{
    private readonly BandPowerLda _bands;
    private readonly double _rateHz;
    private readonly int _channels;
    private readonly int _segment;

    private LogBandPowers(BandPowerLda bands, double rateHz, int channels, int segment) =>
        (_bands, _rateHz, _channels, _segment) = (bands, rateHz, channels, segment);

    /// <summary>Number of features.</summary>
    public int Count => (_bands.EdgesHz.Length - 1) * _channels;

    /// <summary>Prepares features of trials of a stream.</summary>
    /// <param name="bands">The bands, and the length of a segment; trials that are shorter make it so.</param>
    /// <param name="stream">The stream that they were cut from.</param>
    /// <param name="sampleCount">Length of the trials that are learnt from.</param>
    /// <exception cref="DecodingException">The stream has no constant rate, or a band lies above half of it or between two bins.</exception>
    public static LogBandPowers Of(BandPowerLda bands, StreamInfo stream, int sampleCount)
    {
        if (stream.RateHz is not { } rateHz)
            throw new DecodingException($"'{stream.Name}' has no constant rate.", "A spectrum needs one.", "Resample the stream.");
        if (bands.EdgesHz[^1] > rateHz / 2)
            throw new DecodingException(
                FormattableString.Invariant($"{bands.Name} asks for power up to {bands.EdgesHz[^1]} Hz, and '{stream.Name}' has {rateHz} Hz."),
                FormattableString.Invariant($"Nothing above half the rate, {rateHz / 2} Hz, was recorded."), "Choose lower bands, or record faster.");
        var segment = Math.Min((int)Math.Round(bands.SegmentSeconds * rateHz), sampleCount);
        var narrowest = bands.EdgesHz.Zip(bands.EdgesHz[1..]).Min(p => p.Second - p.First);
        if (segment < 2 || rateHz / segment > narrowest)
            throw new DecodingException(
                FormattableString.Invariant($"A segment of {segment} samples has bins of {rateHz / Math.Max(1, segment)} Hz, and a band of {narrowest} Hz."),
                "A band may then hold no bin at all.", "Use longer trials, longer segments or wider bands.");
        return new(bands, rateHz, stream.ChannelCount, segment);
    }

    /// <summary>Computes the features of one signal.</summary>
    /// <param name="signal">[channel × sample].</param>
    /// <param name="sampleCount">Samples of a channel.</param>
    /// <param name="features">Receives <see cref="Count"/> values.</param>
    /// <exception cref="DecodingException">It is shorter than a segment, or a channel has no power in a band.</exception>
    public void Extract(ReadOnlySpan<double> signal, int sampleCount, Span<double> features)
    {
        if (sampleCount < _segment)
            throw new DecodingException(
                $"A trial of {sampleCount} samples was given to {_bands.Name}.", $"A segment of the spectrum takes {_segment}.", "Cut longer trials.");
        // Working memory belongs to one call, since any number of threads may decide at once.
        var spectrum = new WelchSpectrum(Window.Hann(_segment), _segment / 2, _rateHz);
        var samples = new double[signal.Length];
        for (var c = 0; c < _channels; c++)
            for (var t = 0; t < sampleCount; t++) samples[t * _channels + c] = signal[c * sampleCount + t];
        var density = new double[spectrum.BinCount * _channels];
        spectrum.Estimate(samples, density, _channels);
        for (var b = 0; b + 1 < _bands.EdgesHz.Length; b++)
            BandPower.Integrate(density, spectrum.FrequenciesHz, _bands.EdgesHz[b], _bands.EdgesHz[b + 1], features.Slice(b * _channels, _channels));
        RequirePower(features);
        TensorPrimitives.Log(features, features);
    }

    private void RequirePower(ReadOnlySpan<double> features)
    {
        for (var i = 0; i < features.Length; i++)
            if (!(features[i] > 0))
                throw new DecodingException(
                    FormattableString.Invariant($"Channel {i % _channels + 1} has no power from {_bands.EdgesHz[i / _channels]} to {_bands.EdgesHz[i / _channels + 1]} Hz."),
                    "It is constant there, and the logarithm of nothing is no number.", "Leave the channel or the trial out.");
    }
}
