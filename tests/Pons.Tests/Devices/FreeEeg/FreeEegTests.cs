using Pons.Devices;
using Pons.Devices.Emulation;
using Pons.Devices.FreeEeg;

namespace Pons.Tests.Devices.FreeEeg;

public sealed class FreeEegTests
{
    private static readonly DeviceAddress Address = DeviceAddress.Parse("freeeeg32:x");

    [Theory]
    [InlineData(99)]
    [InlineData(107)]
    [InlineData(200)]
    public void Length_of_a_packet_is_found_split_at_every_byte(int length)
    {
        byte[] bytes =
        [
            0x11, 1, 0xC0, .. Packet(254, 0xA0A0, length), .. Packet(255, 0xC0A0, length), .. Packet(0, -5, length), .. Packet(3, 6, length),
        ];
        for (var at = 0; at <= bytes.Length; at++)
        {
            var tap = ParsedBytes.Parse(new FreeEegParser(Address), bytes, at);
            Assert.Equal([0L, 1, 2, 5], tap.Rows.Keys);
            Assert.Equal((float)(-5 * 2.5e6 / 8388607 / 8), tap.Rows[2][31]);
            Assert.Equal(512, tap.Stream!.Info.RateHz);
        }
    }

    [Fact]
    public void Random_bytes_give_no_error_and_hold_bounded_memory() =>
        ParsedBytes.Fuzz(() => new FreeEegParser(Address), [.. Enumerable.Range(0, 8).SelectMany(c => Packet(c, c, 99))], rounds: 500);

    [Fact]
    public async Task Emulator_streams_loses_and_is_plugged_in_again()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no pseudo-terminals.");
        var plan = new EmulationPlan { Faults = new() { Faults = [new(0.2, FaultKind.Garbage, 50), new(0.4, FaultKind.Disconnect, 0.2)] } };
        await using var run = await EmulatedRun.StartAsync(new FreeEegProtocol(), plan, "freeeeg32?rate=250");
        await run.Tap.UntilAsync(t => t.Gaps.Any(g => g.Reason == GapReason.Reconnected) && t.Rows.Count > 120);
        await run.StopAsync();
        Assert.All(run.Tap.Rows.Values, r => Assert.InRange(r[0], -200, 200));
        Assert.Equal(1, run.Link.Counts.Reconnections);
        Assert.Contains("vanished", run.Tap.Notices.First(n => n.Kind == DeviceNoticeKind.Lost).Text);
    }

    private static byte[] Packet(int counter, int value, int length)
    {
        var packet = new byte[length];
        (packet[0], packet[1], packet[^1]) = (0xA0, (byte)counter, 0xC0);
        for (var c = 0; c < 32; c++)
            (packet[2 + 3 * c], packet[3 + 3 * c], packet[4 + 3 * c]) = ((byte)(value >> 16), (byte)(value >> 8), (byte)value);
        return packet;
    }
}
