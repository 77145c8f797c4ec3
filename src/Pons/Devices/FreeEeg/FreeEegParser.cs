using Pons.Streams;

namespace Pons.Devices.FreeEeg;

/// <summary>
/// Reads packets of FreeEEG32: 0xA0, counter, 32 values of 24 bits, whatever the firmware adds, 0xC0. How long a packet is depends on the firmware:
/// it is found where two packets stand behind each other with counters that follow, and kept.
/// </summary>
internal sealed class FreeEegParser(DeviceAddress address) : WireParser
{
    public const int ChannelCount = 32;
    public const byte Head = 0xA0, Tail = 0xC0;
    public const int LeastBytes = 2 + 3 * ChannelCount + 1;
    public const double Microvolt = 2.5e6 / Int24.Most / 8;
    public const double UsualRateHz = 512;
    private const int MostBytes = 256;
    private readonly double _rate = address.Real("rate", UsualRateHz, 1, 10_000);
    private CounterUnwrap _unwrap = new(256);
    private int _bytes;
    private long _last;
    private bool _isAligned;

    public override int LargestFrameBytes => 2 * MostBytes;

    public override int Parse(ReadOnlySpan<byte> bytes, SampleOutput output)
    {
        for (var at = 0; at < bytes.Length; at++)
        {
            var rest = bytes[at..];
            var isFrame = rest[0] == Head ? IsFrame(rest, output) : false;
            if (isFrame == false)
            {
                _isAligned = false;
                continue;
            }

            if (at > 0) return Skip(at, output);
            if (isFrame is null) return 0;
            Take(rest[.._bytes], output);
            _isAligned = true;
            return _bytes;
        }

        return Skip(bytes.Length, output);
    }

    private static int Skip(int count, SampleOutput output)
    {
        output.Note(DeviceNoticeKind.Garbage, count);
        return count;
    }

    /// <summary>Whether a packet starts here; <see langword="null"/> when more bytes must tell.</summary>
    private bool? IsFrame(ReadOnlySpan<byte> bytes, SampleOutput output)
    {
        if (_bytes == 0) return Measure(bytes, output);
        if (bytes.Length < _bytes) return null;
        if (bytes[_bytes - 1] != Tail) return false;
        if (_isAligned || bytes[1] == (byte)(_last + 1)) return true;
        if (bytes.Length < _bytes * 2) return null;
        return bytes[_bytes] == Head && bytes[_bytes * 2 - 1] == Tail;
    }

    private bool? Measure(ReadOnlySpan<byte> bytes, SampleOutput output)
    {
        for (var length = LeastBytes; length <= MostBytes; length++)
        {
            if (bytes.Length < 2 * length) return null;
            if (bytes[length - 1] != Tail || bytes[length] != Head || bytes[2 * length - 1] != Tail) continue;
            if (bytes[length + 1] != (byte)(bytes[1] + 1)) continue;
            _bytes = length;
            var channels = Enumerable.Range(1, ChannelCount).Select(c => new Channel($"EEG{c}"));
            output.Begin(new(new StreamInfo("FreeEEG32", [.. channels], _rate, new(address.ToString())))
            {
                SourceId = Path.GetFileName(address.Path),
                TransportDelay = (Duration.Zero, Duration.FromSeconds(0.02)), // a serial adapter may hold bytes back for 16 ms
            });
            return true;
        }

        return false;
    }

    private void Take(ReadOnlySpan<byte> packet, SampleOutput output)
    {
        _last = _unwrap.Next(packet[1], 127.5); // bytes of a port cannot overtake each other: the counter only goes forward
        var row = output.Add(_last);
        for (var c = 0; c < ChannelCount; c++) row[c] = (float)(Int24.ReadBigEndian(packet[(2 + 3 * c)..]) * Microvolt);
    }
}
