using System.Buffers.Binary;
using Pons.Devices;
using Pons.Devices.Emulation;
using Pons.Devices.Unicorn;

namespace Pons.Tests.Devices.Unicorn;

public sealed class UnicornSerialTests
{
    private static readonly DeviceAddress Address = DeviceAddress.Parse("unicorn:x");

    [Fact]
    public void Frames_behind_the_answer_split_at_every_byte()
    {
        byte[] bytes = [0, 0, 0, .. Frame(7, -1000), .. Frame(8, 0xC00000 - (1 << 24)), .. Frame(11, 5)];
        for (var at = 0; at <= bytes.Length; at++)
        {
            var tap = ParsedBytes.Parse(new UnicornFrameParser(Address), bytes, at);
            Assert.Equal([0L, 1, 4], tap.Rows.Keys);
            Assert.Equal((float)(-1000 * 4500000.0 / 50331642), tap.Rows[0][0]);
            Assert.Equal([0.5f, 10, 80], [tap.Rows[0][8], tap.Rows[0][13], tap.Rows[0][14]]);
            Assert.DoesNotContain(tap.Notices, n => n.Kind == DeviceNoticeKind.Garbage);
        }
    }

    [Fact]
    public void Lost_byte_loses_one_frame()
    {
        byte[] bytes = [.. Frame(0, 1), .. Frame(1, 2), .. Frame(2, 3)];
        for (var lost = 45; lost < 90; lost++)
            Assert.Equal([0L, 2], ParsedBytes.Parse(new UnicornFrameParser(Address), [.. bytes[..lost], .. bytes[(lost + 1)..]], 60).Rows.Keys);
    }

    [Fact]
    public void Random_bytes_give_no_error() =>
        ParsedBytes.Fuzz(() => new UnicornFrameParser(Address), [.. Enumerable.Range(0, 8).SelectMany(c => Frame((uint)c, c))]);

    [Fact]
    public async Task Emulator_is_started_loses_and_comes_back()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no pseudo-terminals.");
        var plan = new EmulationPlan
        {
            Faults = new() { SplitBytes = 7, Faults = [new(0.1, FaultKind.Lose, 3), new(0.2, FaultKind.Garbage, 50), new(0.3, FaultKind.Lose, 1)] },
        };
        await using var run = await EmulatedRun.StartAsync(new UnicornSerialProtocol(), plan, "unicorn");
        await run.Tap.UntilAsync(t => t.Rows.Count >= 120);
        await run.StopAsync();
        run.AssertExact(0.045f);
        run.AssertGapsOfLog();
        Assert.Equal(50, run.Link.Counts.GarbageBytes);
    }

    private static byte[] Frame(uint counter, int value)
    {
        var frame = new byte[45];
        (frame[0], frame[2], frame[43], frame[44]) = (0xC0, 0xFC, 0x0D, 0x0A);
        for (var c = 0; c < 8; c++) (frame[3 + 3 * c], frame[4 + 3 * c], frame[5 + 3 * c]) = ((byte)(value >> 16), (byte)(value >> 8), (byte)value);
        BinaryPrimitives.WriteInt16LittleEndian(frame.AsSpan(27), 2048);
        BinaryPrimitives.WriteInt16LittleEndian(frame.AsSpan(37), 328);
        BinaryPrimitives.WriteUInt32LittleEndian(frame.AsSpan(39), counter);
        return frame;
    }
}
