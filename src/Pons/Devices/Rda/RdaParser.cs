using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;
using Pons.Streams;

namespace Pons.Devices.Rda;

/// <summary>
/// Reads RDA messages: the start message tells the stream, data messages bring samples (channels fastest, times the resolution) and markers.
/// A jump in the number of blocks is a gap of that many blocks of the length of the last one.
/// </summary>
public sealed class RdaParser : WireParser
{
    private const int LargestChannelCount = 4096;
    private readonly ClockId _clock;
    private double[] _resolutions = [];
    private bool _hasStarted;
    private uint _block;
    private long _counter;
    private int _lastLength;

    /// <summary>Makes a parser for one connection.</summary>
    /// <param name="clock">Name of the device's clock.</param>
    public RdaParser(ClockId clock) => _clock = clock;

    /// <inheritdoc/>
    public override int LargestFrameBytes => RdaMessage.LargestBytes;

    /// <summary>Whether the server said that it stopped.</summary>
    public bool HasStopped { get; private set; }

    /// <inheritdoc/>
    public override int Parse(ReadOnlySpan<byte> bytes, SampleOutput output)
    {
        var skipped = SkipToGuid(bytes, output);
        if (skipped > 0) return skipped;
        if (bytes.Length < RdaMessage.HeaderBytes) return 0;
        var message = RdaMessage.Read(bytes);
        if (message.Size is < RdaMessage.HeaderBytes or > RdaMessage.LargestBytes)
            throw Broken(output, $"a message announces {(uint)message.Size} bytes, but has {RdaMessage.HeaderBytes} to {RdaMessage.LargestBytes}.");
        if (bytes.Length < message.Size) return 0;
        Read(message.Kind, bytes[RdaMessage.HeaderBytes..message.Size], output);
        return message.Size;
    }

    /// <summary>Bytes in front of the next message that are none; 0 when the bytes may be the start of one.</summary>
    private static int SkipToGuid(ReadOnlySpan<byte> bytes, SampleOutput output)
    {
        var guid = RdaMessage.Guid;
        var there = Math.Min(bytes.Length, guid.Length);
        if (bytes[..there].SequenceEqual(guid[..there])) return 0;
        var at = bytes.IndexOf(guid);
        var skipped = at >= 0 ? at : Math.Max(1, bytes.Length - guid.Length + 1);
        output.Note(DeviceNoticeKind.Garbage, skipped);
        return skipped;
    }

    private void Read(RdaKind kind, ReadOnlySpan<byte> body, SampleOutput output)
    {
        switch (kind)
        {
            case RdaKind.Start:
                Start(body, output);
                break;
            case RdaKind.Int16Data or RdaKind.Float32Data when _hasStarted:
                Data(kind, body, output);
                break;
            case RdaKind.Stop:
                (HasStopped, _hasStarted) = (true, false);
                break;
        }
    }

    private void Start(ReadOnlySpan<byte> body, SampleOutput output)
    {
        if (body.Length < 12) throw Broken(output, $"the start message has only {body.Length} bytes.");
        var count = BinaryPrimitives.ReadUInt32LittleEndian(body);
        var interval = BinaryPrimitives.ReadDoubleLittleEndian(body[4..]);
        if (count is 0 or > LargestChannelCount || body.Length < 12 + count * 8)
            throw Broken(output, $"the start message of {body.Length} bytes announces {count} channels.");
        if (!(interval is > 0 and <= 1e9)) throw Broken(output, FormattableString.Invariant($"the sampling interval is {interval} µs."));
        _resolutions = MemoryMarshal.Cast<byte, double>(body.Slice(12, (int)count * 8)).ToArray();
        var names = Names(body[(12 + (int)count * 8)..], (int)count);
        output.Begin(new(new StreamInfo("RDA", [.. names.Select(n => new Channel(n))], 1e6 / interval, _clock)));
        (_hasStarted, HasStopped, _counter, _lastLength) = (true, false, 0, 0);
    }

    private void Data(RdaKind kind, ReadOnlySpan<byte> body, SampleOutput output)
    {
        if (body.Length < 12) throw Broken(output, $"a data message has only {body.Length} bytes.");
        var block = BinaryPrimitives.ReadUInt32LittleEndian(body);
        var points = BinaryPrimitives.ReadUInt32LittleEndian(body[4..]);
        var markers = BinaryPrimitives.ReadUInt32LittleEndian(body[8..]);
        var length = points * (ulong)_resolutions.Length * (kind == RdaKind.Int16Data ? 2u : 4u);
        if (length > (ulong)(body.Length - 12))
            throw Broken(output, $"a data message of {body.Length} bytes announces {points} samples of {_resolutions.Length} channels.");
        CountBlocks(block, output);
        if (points > 0) Scale(kind, body.Slice(12, (int)length), output.Add(_counter, (int)points));
        Markers(body[(12 + (int)length)..], markers, output);
        _counter += points;
        (_block, _lastLength) = (block, (int)points);
    }

    private void CountBlocks(uint block, SampleOutput output)
    {
        if (_lastLength == 0 || block == _block + 1) return;
        if (block <= _block) throw Broken(output, $"block {block} came after block {_block}.");
        _counter += (block - _block - 1L) * _lastLength;
    }

    private void Scale(RdaKind kind, ReadOnlySpan<byte> values, Span<float> into)
    {
        for (var i = 0; i < into.Length; i++)
        {
            var resolution = _resolutions[i % _resolutions.Length];
            into[i] = kind == RdaKind.Int16Data
                ? (float)(BinaryPrimitives.ReadInt16LittleEndian(values[(i * 2)..]) * resolution)
                : (float)(BinaryPrimitives.ReadSingleLittleEndian(values[(i * 4)..]) * resolution);
        }
    }

    private void Markers(ReadOnlySpan<byte> bytes, uint count, SampleOutput output)
    {
        for (var i = 0; i < count; i++)
        {
            var size = bytes.Length >= 16 ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : 0;
            if (size < 16 || size > bytes.Length) throw Broken(output, $"marker {i + 1} of {count} announces {size} of {bytes.Length} bytes.");
            var position = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            var points = BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]);
            var texts = Names(bytes[16..(int)size], 2);
            var rate = output.Stream!.Info.RateHz!.Value;
            output.Mark(_counter + position, Label(texts), points > 1 ? Duration.OfSamples(points, rate) : Duration.Zero);
            bytes = bytes[(int)size..];
        }
    }

    private static string Label(ImmutableArray<string> texts) => texts[0].Length == 0 ? texts[1] : $"{texts[0]}/{texts[1]}";

    /// <summary>Texts that end with a zero byte each; those that are missing are empty.</summary>
    private static ImmutableArray<string> Names(ReadOnlySpan<byte> bytes, int count)
    {
        var names = ImmutableArray.CreateBuilder<string>(count);
        for (var i = 0; i < count; i++)
        {
            var end = bytes.IndexOf((byte)0);
            var name = end < 0 ? bytes : bytes[..end];
            names.Add(Encoding.UTF8.GetString(name));
            bytes = end < 0 ? [] : bytes[(end + 1)..];
        }

        return names.MoveToImmutable();
    }

    private static DeviceException Broken(SampleOutput output, string what) => new(
        output.Device, what, "The bytes are not what BrainVision Recorder sends.",
        "Check the port: 51244 for float32, 51234 for int16, and that Remote Data Access is switched on in Recorder.");
}
