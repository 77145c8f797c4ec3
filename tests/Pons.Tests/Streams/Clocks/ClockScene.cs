using Pons.Streams;

namespace Pons.Tests.Streams.Clocks;

/// <summary>
/// A device with a wrong crystal, the way to the host, and what happens on it, with the truth beside each sample. The least delay is drawn
/// between 0 and 1 ms, jitter is exponential, and now and then a sample waits for the scheduler.
/// </summary>
internal sealed record ClockScene(int Seed)
{
    public static readonly ClockId Device = new("device");

    public double SkewPartsPerMillion { get; init; }

    public double RateHz { get; init; } = 250;

    public double Seconds { get; init; } = 120;

    /// <summary>Samples wait for the next multiple of this and then come together.</summary>
    public double BurstSeconds { get; init; }

    public double JitterSeconds { get; init; } = 0.000_1;

    /// <summary>Begin and length of a time in which no sample is delivered.</summary>
    public (double Begin, double Length) Gap { get; init; }

    /// <summary>Whether the device's counter goes on in the gap.</summary>
    public bool IsGapCounted { get; init; } = true;

    /// <summary>Begin and length of a suspension: the host's clock stands still, what is sent meanwhile is lost or kept.</summary>
    public (double Begin, double Length) Suspension { get; init; }

    public bool KeepsWhileSuspended { get; init; }

    public IEnumerable<Sample> Samples()
    {
        var random = new Random(Seed);
        var (zeroDevice, zeroHost) = (random.NextInt64(1L << 50), random.NextInt64(1L << 50));
        var least = random.NextDouble() * 0.001;
        var last = 0.0;
        for (var i = 0L; i < Seconds * RateHz; i++)
        {
            var time = i / (RateHz * (1 + SkewPartsPerMillion * 1e-6));
            var isInGap = Lies(time, Gap);
            var isSuspended = Lies(time, Suspension);
            if (isInGap || (isSuspended && !KeepsWhileSuspended)) continue;
            var counted = i / RateHz - (!IsGapCounted && time >= Gap.Begin + Gap.Length ? Gap.Length : 0);
            var delay = least - JitterSeconds * Math.Log(1 - random.NextDouble()) + (random.NextDouble() < 0.002 ? 0.005 * random.NextDouble() : 0);
            var sent = BurstSeconds > 0 ? Math.Ceiling(time / BurstSeconds) * BurstSeconds : time;
            last = Math.Max(last, Host(sent + delay));
            yield return new(new(Device, zeroDevice + Nano(counted)), new(ClockId.Host, zeroHost + Nano(last)), zeroHost + Nano(Host(time)));
        }
    }

    private static bool Lies(double time, (double Begin, double Length) span) => time >= span.Begin && time < span.Begin + span.Length;

    private double Host(double time) => time - Math.Clamp(time - Suspension.Begin, 0, Suspension.Length);

    private static long Nano(double seconds) => (long)Math.Round(seconds * 1e9);

    internal readonly record struct Sample(Timestamp Device, Timestamp Arrival, long Truth)
    {
        public Duration ErrorOf(Timestamp estimate) => new(Math.Abs(estimate.Nanoseconds - Truth));
    }
}
