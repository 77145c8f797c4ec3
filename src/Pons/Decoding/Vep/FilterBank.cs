using Pons.Geometry;
using Pons.Signals;
using Pons.Streams;

namespace Pons.Decoding.Vep;

/// <summary>
/// The sub-bands of a trial. Where the stream is stacked already (<see cref="StackedBands"/>), they are taken from it; otherwise band
/// k lets k · first … top hertz through: Chebyshev type I of order 4 with 1 dB ripple, forwards and backwards over the trial (Chen
/// and others 2015, doi 10.1088/1741-2560/12/4/046008).
/// </summary>
internal sealed class FilterBank
{
    private const int Order = 4;
    private const double RippleDb = 1;

    private readonly SecondOrderSections[] _sections;
    private readonly bool _stacked;

    private FilterBank(int count, int channels, SecondOrderSections[] sections, bool stacked)
    {
        Count = count;
        ChannelCount = channels;
        _sections = sections;
        _stacked = stacked;
        Weights = [.. Enumerable.Range(1, count).Select(k => Math.Pow(k, -1.25) + 0.25)];
    }

    /// <summary>Number of bands.</summary>
    public int Count { get; }

    /// <summary>Channels of each band.</summary>
    public int ChannelCount { get; }

    /// <summary>Weight of each band, k^−1.25 + 0.25.</summary>
    public double[] Weights { get; }

    /// <summary>The bank for a stream.</summary>
    /// <exception cref="DecodingException">The bands do not exist at this rate, or the stacked ones are mixed.</exception>
    public static FilterBank Of(StreamInfo stream, int count, double firstHz, double topHz, string decoder)
    {
        var stacked = StackedBands.CountIn(stream);
        if (stacked > 1) return new(stacked, stream.ChannelCount / stacked, [], stacked: true);
        if (count == 1) return new(1, stream.ChannelCount, [], stacked: true);
        try
        {
            var sections = Enumerable.Range(1, count)
                .Select(k => ChebyshevType1.BandPass(Order, RippleDb, k * firstHz, topHz, stream.RateHz ?? 0)).ToArray();
            return new(count, stream.ChannelCount, sections, stacked: false);
        }
        catch (ArgumentException fault)
        {
            throw new DecodingException(
                FormattableString.Invariant($"{decoder}: {count} bands from {firstHz} to {topHz} Hz do not exist at {stream.RateHz} Hz."),
                fault.Message, "Choose fewer bands or a lower top edge, or record faster.");
        }
    }

    /// <summary>Length of the workspace to split a signal in.</summary>
    /// <param name="signalLength">Values of the signal.</param>
    public int WorkspaceLength(int signalLength) => _stacked ? 0 : (Count + 2) * signalLength;

    /// <summary>All bands of a signal.</summary>
    /// <param name="signal">[channel × sample].</param>
    /// <param name="sampleCount">Samples of a channel.</param>
    /// <param name="workspace">At least <see cref="WorkspaceLength"/> values, overwritten.</param>
    /// <returns>[band · channel × sample], a part of the workspace; the signal itself where it is stacked.</returns>
    /// <exception cref="DecodingException">The signal is too short to filter.</exception>
    public ReadOnlySpan<double> Split(ReadOnlySpan<double> signal, int sampleCount, Span<double> workspace)
    {
        if (_stacked) return signal;
        var padding = _sections.Max(ZeroPhaseFilter.PaddingSamples);
        if (sampleCount <= padding)
            throw new DecodingException(
                $"A trial of {sampleCount} samples is too short for the filter bank.", $"Each end is continued by {padding} samples.",
                "Use longer trials, or filter the recording before it is cut.");
        var bands = workspace[..(Count * signal.Length)];
        var sampleMajor = workspace.Slice(bands.Length, signal.Length);
        var filtered = workspace.Slice(bands.Length + signal.Length, signal.Length);
        MatrixProduct.Transpose(signal, sampleMajor, sampleCount);
        for (var b = 0; b < Count; b++)
        {
            ZeroPhaseFilter.Apply(_sections[b], sampleMajor, filtered, ChannelCount);
            MatrixProduct.Transpose(filtered, bands.Slice(b * signal.Length, signal.Length), ChannelCount);
        }

        return bands;
    }
}
