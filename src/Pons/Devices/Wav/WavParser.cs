using System.Buffers.Binary;
using System.Text;
using Pons.Streams;

namespace Pons.Devices.Wav;

/// <summary>
/// Reads RIFF WAVE: chunks in any order, those that are not known passed over; data of stated or, as programs write it into pipes (size 0 or
/// 2³² − 1), of unknown length. Values are parts of full scale, or µV when the address says what full scale is. Values of 32-bit PCM and 64-bit
/// floats are kept as 64-bit floats.
/// </summary>
internal sealed class WavParser(DeviceAddress address, bool isLive) : WireParser
{
    private const int HeadBytes = 12, ChunkHeadBytes = 8;
    private const uint LargestSizes = 1 << 16;
    private readonly double _fullScale = address.Real("microvolts", 0, 1e-6, 1e12);
    private byte[] _exact = [];
    private bool _hasHead;
    private long _toSkip;
    private long _behindData;
    private long? _largeData;

    public override int LargestFrameBytes => 1 << 16;

    /// <summary>What the values are; <see langword="null"/> until it is known.</summary>
    public WavFormat? Format { get; private set; }

    /// <summary>Bytes of values that were announced and have not come; <see cref="long.MaxValue"/> when no number was, 0 outside of data.</summary>
    public long Outstanding { get; private set; }

    /// <summary>Whether a data chunk came.</summary>
    public bool HasData { get; private set; }

    /// <summary>Samples that were handed on.</summary>
    public long Samples { get; private set; }

    /// <summary>Bytes outside of data that come before anything else can; 2 when that is not known, as chunks have an even length.</summary>
    public long Ahead => _toSkip > 0 ? _toSkip : 2;

    public override int Parse(ReadOnlySpan<byte> bytes, SampleOutput output)
    {
        if (_toSkip > 0)
        {
            var skipped = (int)Math.Min(_toSkip, bytes.Length);
            _toSkip -= skipped;
            return skipped;
        }

        if (Outstanding > 0) return Data(bytes, output);
        return _hasHead ? Chunk(bytes, output) : Head(bytes, output);
    }

    private int Head(ReadOnlySpan<byte> bytes, SampleOutput output)
    {
        var there = Math.Min(4, bytes.Length);
        if (!bytes[..there].SequenceEqual("RIFF"u8[..there]) && !bytes[..there].SequenceEqual("RF64"u8[..there]))
            throw None(output, "it does not start with RIFF");
        if (bytes.Length < HeadBytes) return 0;
        if (!bytes[8..12].SequenceEqual("WAVE"u8)) throw None(output, $"it is RIFF of the kind '{Name(bytes[8..12])}'");
        _hasHead = true;
        return HeadBytes;
    }

    private int Chunk(ReadOnlySpan<byte> bytes, SampleOutput output)
    {
        if (bytes.Length < ChunkHeadBytes) return 0;
        var size = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
        if (bytes[..4].SequenceEqual("fmt "u8) && Format is null) return Describe(bytes, size, output);
        if (bytes[..4].SequenceEqual("ds64"u8) && size is >= 24 and <= LargestSizes && bytes.Length < ChunkHeadBytes + 24) return 0;
        if (!bytes[..4].SequenceEqual("data"u8))
        {
            if (bytes[..4].SequenceEqual("ds64"u8) && size is >= 24 and <= LargestSizes)
                _largeData = BinaryPrimitives.ReadInt64LittleEndian(bytes[(ChunkHeadBytes + 8)..]);
            _toSkip = size + (size & 1L);
            return ChunkHeadBytes;
        }

        if (Format is null) throw None(output, "its data come before their description");
        HasData = true;
        var length = size == uint.MaxValue && _largeData is > 0 and var large ? large : size;
        Outstanding = length is 0 or uint.MaxValue ? long.MaxValue : length - length % Format.FrameBytes;
        _behindData = length % Format.FrameBytes + (length & 1);
        if (Outstanding == 0) _toSkip = _behindData;
        return ChunkHeadBytes;
    }

    private int Describe(ReadOnlySpan<byte> bytes, uint size, SampleOutput output)
    {
        if (size is < WavFormat.LeastBytes or > WavFormat.MostBytes)
            throw None(output, $"its description has {size} bytes, not {WavFormat.LeastBytes} to {WavFormat.MostBytes}");
        var end = ChunkHeadBytes + (int)(size + (size & 1));
        if (bytes.Length < end) return 0;
        var format = Format = WavFormat.Read(bytes.Slice(ChunkHeadBytes, (int)size), output.Device);
        var channel = _fullScale > 0 ? new Channel("", ChannelKind.Eeg) : new Channel("", ChannelKind.Unknown, "1");
        output.Begin(new(new StreamInfo(
            "WAV", [.. Enumerable.Range(1, format.Channels).Select(c => channel with { Label = $"Ch{c}" })], format.RateHz, new(address.ToString())))
        {
            Type = _fullScale > 0 ? "EEG" : "Audio",
            SampleType = format.IsWide ? SampleType.Float64 : SampleType.Float32,
            CountsSamples = !isLive,
            // Drivers of sound cards fill buffers of up to some 100 ms before a program sees them.
            TransportDelay = isLive ? (Duration.Zero, Duration.FromSeconds(0.2)) : (Duration.Zero, Duration.FromSeconds(0.01)),
        });
        return end;
    }

    private int Data(ReadOnlySpan<byte> bytes, SampleOutput output)
    {
        var format = Format!;
        var count = (int)(Math.Min(bytes.Length, Outstanding) / format.FrameBytes);
        if (count == 0) return 0;
        var used = count * format.FrameBytes;
        var factor = _fullScale > 0 ? _fullScale : 1;
        if (format.IsWide) AddWide(bytes[..used], factor, output);
        else
        {
            var row = output.Add(Samples, count);
            for (var i = 0; i < row.Length; i++) row[i] = (float)(format.Value(bytes[(i * format.ValueBytes)..]) * factor);
        }

        Samples += count;
        if (Outstanding != long.MaxValue) Outstanding -= used;
        if (Outstanding == 0) _toSkip = _behindData;
        return used;
    }

    private void AddWide(ReadOnlySpan<byte> bytes, double factor, SampleOutput output)
    {
        var format = Format!;
        var values = bytes.Length / format.ValueBytes;
        if (_exact.Length < values * sizeof(double)) _exact = new byte[values * sizeof(double)];
        for (var i = 0; i < values; i++)
            BinaryPrimitives.WriteDoubleLittleEndian(_exact.AsSpan(i * sizeof(double)), format.Value(bytes[(i * format.ValueBytes)..]) * factor);
        output.AddExact(Samples, _exact.AsSpan(0, values * sizeof(double)));
    }

    private static string Name(ReadOnlySpan<byte> bytes) =>
        string.Concat(Encoding.Latin1.GetString(bytes).Select(c => char.IsAsciiLetterOrDigit(c) ? c : '?'));

    private static DeviceException None(SampleOutput output, string why) => new(
        output.Device, $"it is no WAV ({why}).", "Its values cannot be read.",
        "Name a WAV file, or pipe WAV in, such as with 'arecord -t wav'.")
    { IsFinal = true, Code = DeviceFaultCode.Settings };
}
