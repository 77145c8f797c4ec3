using System.Buffers.Binary;
using Pons.Streams;

namespace Pons.Devices.Unicorn;

/// <summary>Reads the 45 bytes that the cap sends for each sample over its Bluetooth serial port: head, battery, EEG, acceleration, rotation,
/// counter, end of line. The three zero bytes with which it answers the start come before the first frame.</summary>
internal sealed class UnicornFrameParser(DeviceAddress address) : WireParser
{
    public const int FrameBytes = 45, EegAt = 3, AccelerationAt = 27, RotationAt = 33, CounterAt = 39;
    public const double Microvolt = 4_500_000.0 / 50_331_642;
    public const float Gravity = 1f / 4096, DegreesPerSecond = 1 / 32.8f;
    private const int AnswerBytes = 3;
    private CounterUnwrap _counter = new(1L << 32);
    private bool _hasBegun;

    public static ReadOnlySpan<byte> Head => [0xC0, 0x00];

    public static ReadOnlySpan<byte> Tail => [0x0D, 0x0A];

    public override int LargestFrameBytes => FrameBytes;

    public override int Parse(ReadOnlySpan<byte> bytes, SampleOutput output)
    {
        for (var at = 0; at < bytes.Length; at++)
        {
            var rest = bytes[at..];
            if (!MayBeFrame(rest)) continue;
            if (at > 0) return Skip(bytes[..at], output);
            if (rest.Length < FrameBytes) return 0;
            Take(rest[..FrameBytes], output);
            return FrameBytes;
        }

        return Skip(bytes, output);
    }

    public static StreamInfo Info(DeviceAddress address) => new(
        "Unicorn",
        [
            .. Enumerable.Range(1, 8).Select(c => new Channel($"EEG{c}")),
            .. "XYZ".Select(a => new Channel($"Accel{a}", ChannelKind.Other, "g")),
            .. "XYZ".Select(a => new Channel($"Gyro{a}", ChannelKind.Other, "deg/s")),
            new("Battery", ChannelKind.Other, "%"),
        ],
        UnicornDatagramParser.RateHz, new(address.ToString()));

    private static bool MayBeFrame(ReadOnlySpan<byte> bytes)
    {
        var there = Math.Min(bytes.Length, Head.Length);
        if (!bytes[..there].SequenceEqual(Head[..there])) return false;
        return bytes.Length < FrameBytes || bytes[(FrameBytes - Tail.Length)..FrameBytes].SequenceEqual(Tail);
    }

    private int Skip(ReadOnlySpan<byte> bytes, SampleOutput output)
    {
        if (_hasBegun || bytes.Length > AnswerBytes || bytes.ContainsAnyExcept((byte)0)) output.Note(DeviceNoticeKind.Garbage, bytes.Length);
        return bytes.Length;
    }

    private void Begin(SampleOutput output)
    {
        _hasBegun = true;
        output.Begin(new(Info(address))
        {
            SourceId = Path.GetFileName(address.Path),
            TransportDelay = (Duration.Zero, Duration.FromSeconds(0.1)), // Bluetooth sends again what was not heard
        });
    }

    private void Take(ReadOnlySpan<byte> frame, SampleOutput output)
    {
        if (!_hasBegun) Begin(output);
        var row = output.Add(_counter.Next(BinaryPrimitives.ReadUInt32LittleEndian(frame[CounterAt..])));
        for (var c = 0; c < 8; c++) row[c] = (float)(Int24.ReadBigEndian(frame[(EegAt + 3 * c)..]) * Microvolt);
        for (var i = 0; i < 3; i++)
        {
            row[8 + i] = BinaryPrimitives.ReadInt16LittleEndian(frame[(AccelerationAt + 2 * i)..]) * Gravity;
            row[11 + i] = BinaryPrimitives.ReadInt16LittleEndian(frame[(RotationAt + 2 * i)..]) * DegreesPerSecond;
        }

        row[14] = (frame[2] & 0x0F) * 100 / 15f;
    }
}
