using System.Collections.Immutable;
using Pons.Server.Live;
using Pons.Streams;

namespace Pons.Server.Tests.Live;

/// <summary>Small sessions and blocks for tests.</summary>
internal static class Invented
{
    public static readonly ClockId Clock = new("amplifier");

    public static LiveSessionInfo Session(int channels = 2, double? rateHz = 250) => new(
        new StreamInfo("EEG", [.. Enumerable.Range(1, channels).Select(i => new Channel($"C{i}", Position: new(0, 0, 1)))], rateHz, Clock),
        "left-right-imagery", [new("left"), new("right")], 0.7, "Invented", "S1");

    public static SignalBlock Block(long first, int samples, int channels = 2, long missing = 0, params ImmutableArray<Marker> markers) =>
        new(first, Timestamp.FromSeconds(Clock, first / 250.0), Values(first, samples, channels), channels, markers, missing);

    private static float[] Values(long first, int samples, int channels) =>
        [.. Enumerable.Range(0, samples * channels).Select(i => (float)(first * channels + i))];
}
