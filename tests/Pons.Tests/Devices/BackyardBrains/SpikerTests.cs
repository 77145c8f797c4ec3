using Pons.Devices;
using Pons.Devices.BackyardBrains;
using Pons.Devices.Emulation;

namespace Pons.Tests.Devices.BackyardBrains;

public sealed class SpikerTests
{
    private static readonly DeviceAddress Address = DeviceAddress.Parse("spikerbox:x");

    [Fact]
    public void Frames_and_texts_split_at_every_byte()
    {
        byte[] bytes =
        [
            0x12, 0x84, 0x05, 0x06, 0x07, 0xFF, 0x7F, 0x00, 0x01,
            0xFF, 0xFF, 0x01, 0x01, 0x80, 0xFF, .. "EVNT:3;"u8, 0xFF, 0xFF, 0x01, 0x01, 0x81, 0xFF,
            0x80, 0x00, 0x03, 0x03,
        ];
        for (var at = 0; at <= bytes.Length; at++)
        {
            var tap = ParsedBytes.Parse(new SpikerParser(Address, 2), bytes, at);
            Assert.Equal([4 << 7 | 5, 6 << 7 | 7, 127 << 7 | 127, 1, 0, 3 << 7 | 3], tap.Values);
            Assert.Equal((2L, "EVNT:3"), (Assert.Single(tap.Markers).SampleIndex, tap.Markers[0].Label));
            Assert.Equal(5000, tap.Stream!.Info.RateHz);
            Assert.Equal(1, Assert.Single(tap.Notices).Amount);
        }
    }

    [Fact]
    public void Damage_is_an_estimated_gap()
    {
        var gap = Assert.Single(ParsedBytes.Parse(new SpikerParser(Address, 2), [0x81, 1, 2, 3, 0x81, 1, 0x81, 1, 2, 3], 5).Gaps);
        Assert.Equal((1L, 1L, GapReason.Damage, true), (gap.FirstSampleIndex, gap.SampleCount, gap.Reason, gap.IsEstimated));
    }

    [Fact]
    public void Random_bytes_give_no_error_and_hold_bounded_memory() =>
        ParsedBytes.Fuzz(
            () => new SpikerParser(Address, 1),
            [0x81, 1, 0xFF, 0xFF, 0x01, 0x01, 0x80, 0xFF, .. "EVNT:3;"u8, 0xFF, 0xFF, 0x01, 0x01, 0x81, 0xFF, 0x82, 1]);

    [Fact]
    public async Task Emulator_sends_samples_and_texts()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no pseudo-terminals.");
        var plan = new EmulationPlan { PacketSamples = 50, MarkerEverySeconds = 0.1 };
        await using var run = await EmulatedRun.StartAsync(new SpikerProtocol(), plan, "spikerbox?channels=2");
        await run.Tap.UntilAsync(t => t.Rows.Count >= 2000 && t.Markers.Count > 1);
        await run.StopAsync();
        var first = run.Emulator.Log.FirstSample!.Value;
        foreach (var (index, row) in run.Tap.Rows) Assert.Equal(run.Emulator.Signal.Value(first + index, 1), (row[1] - 8192) / 16);
        Assert.All(run.Tap.Markers, m => Assert.Equal("EVNT:1", m.Label));
    }
}
