using System.Numerics;

namespace Pons.Devices.Emulation;

/// <summary>
/// A signal whose value is known for every sample and channel: a 10 Hz rhythm with another amplitude in each channel and a sawtooth that
/// counts samples, in whole steps of 1/16 µV so that devices with coarse steps can carry it. A pure function, safe
/// from any thread; one period of the rhythm is kept where it is short, so that many channels at a high rate can be emulated.
/// </summary>
/// <param name="channelCount">Number of channels, at least 1.</param>
/// <param name="rateHz">Samples per second.</param>
public sealed class EmulatedSignal(int channelCount, double rateHz)
{
    /// <summary>Step of the values in µV.</summary>
    public const float Step = 1f / 16;

    private const int LargestTable = 8 << 20;

    /// <summary>Samples after which the rhythm comes again; 0 for rates that are no whole number.</summary>
    private readonly int _period = rateHz == Math.Floor(rateHz) ? (int)rateHz / (int)BigInteger.GreatestCommonDivisor((int)rateHz, 10) : 0;

    private short[]? _rhythm;

    /// <summary>Number of channels.</summary>
    public int ChannelCount => channelCount;

    /// <summary>Samples per second.</summary>
    public double RateHz => rateHz;

    /// <summary>Value of a channel at a sample, in µV, between −200 and 200.</summary>
    /// <param name="sample">Sample since the start of the device.</param>
    /// <param name="channel">Channel from 0 on.</param>
    public float Value(long sample, int channel) => (Rhythm(sample, channel) + ((sample + 13 * channel) & 511)) * Step;

    /// <summary>Fills rows [sample × channel].</summary>
    /// <param name="firstSample">First sample.</param>
    /// <param name="into">Room for whole rows.</param>
    public void Fill(long firstSample, Span<float> into)
    {
        if (_period == 0 || (long)_period * ChannelCount > LargestTable)
        {
            for (var i = 0; i < into.Length; i++) into[i] = Value(firstSample + i / ChannelCount, i % ChannelCount);
            return;
        }

        var rhythm = _rhythm ??= Period();
        for (var at = 0; at < into.Length; at += ChannelCount, firstSample++)
            Row(firstSample, rhythm.AsSpan((int)(firstSample % _period) * ChannelCount, ChannelCount), into.Slice(at, ChannelCount));
    }

    /// <summary>The rhythm in steps.</summary>
    private short Rhythm(long sample, int channel)
    {
        if (_period > 0) sample %= _period;
        return (short)Math.Round(Math.Sin(2 * Math.PI * (10 * sample / RateHz + channel / 7.0)) * (20 + channel % 16 * 5) / Step);
    }

    private short[] Period()
    {
        var rhythm = new short[_period * ChannelCount];
        for (var i = 0; i < rhythm.Length; i++) rhythm[i] = Rhythm(i / ChannelCount, i % ChannelCount);
        return rhythm;
    }

    private static void Row(long sample, ReadOnlySpan<short> rhythm, Span<float> into)
    {
        var (mask, ramp, c) = (new Vector<int>(511), Vector<int>.Indices * 13, 0);
        for (; c <= into.Length - Vector<short>.Count; c += Vector<short>.Count)
        {
            Vector.Widen(new Vector<short>(rhythm[c..]), out var low, out var high);
            var count = ramp + new Vector<int>((int)((sample + 13 * c) & 511));
            (Vector.ConvertToSingle(low + (count & mask)) * Step).CopyTo(into[c..]);
            (Vector.ConvertToSingle(high + ((count + new Vector<int>(13 * Vector<int>.Count)) & mask)) * Step).CopyTo(
                into[(c + Vector<int>.Count)..]);
        }

        for (; c < into.Length; c++) into[c] = (rhythm[c] + ((sample + 13 * c) & 511)) * Step;
    }
}
