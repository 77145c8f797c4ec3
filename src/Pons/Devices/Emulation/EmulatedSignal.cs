namespace Pons.Devices.Emulation;

/// <summary>
/// A signal whose value is known for every sample and channel: a 10 Hz rhythm with another amplitude in each channel and a sawtooth that
/// counts samples, in whole steps of 1/16 µV so that devices with coarse steps can carry it. A pure function.
/// </summary>
/// <param name="ChannelCount">Number of channels, at least 1.</param>
/// <param name="RateHz">Samples per second.</param>
public sealed record EmulatedSignal(int ChannelCount, double RateHz)
{
    /// <summary>Step of the values in µV.</summary>
    public const float Step = 1f / 16;

    /// <summary>Value of a channel at a sample, in µV, between −200 and 200.</summary>
    /// <param name="sample">Sample since the start of the device.</param>
    /// <param name="channel">Channel from 0 on.</param>
    public float Value(long sample, int channel)
    {
        var rhythm = Math.Sin(2 * Math.PI * (10 * sample / RateHz + channel / 7.0)) * (20 + channel % 16 * 5);
        var count = (sample + 13 * channel) % 512 / 16.0;
        return (float)(Math.Round((rhythm + count) * 16) / 16);
    }

    /// <summary>Fills rows [sample × channel].</summary>
    /// <param name="firstSample">First sample.</param>
    /// <param name="into">Room for whole rows.</param>
    public void Fill(long firstSample, Span<float> into)
    {
        for (var i = 0; i < into.Length; i++) into[i] = Value(firstSample + i / ChannelCount, i % ChannelCount);
    }
}
