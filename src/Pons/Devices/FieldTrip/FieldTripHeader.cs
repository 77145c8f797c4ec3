using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;
using Pons.Streams;

namespace Pons.Devices.FieldTrip;

/// <summary>What a buffer holds: number of channels, rate, type of the values, and chunks that say more. Immutable.</summary>
/// <param name="ChannelCount">Number of channels, 1 to 65536.</param>
/// <param name="RateHz">Samples per second.</param>
/// <param name="Type">Type of the values.</param>
public sealed record FieldTripHeader(int ChannelCount, float RateHz, FieldTripType Type)
{
    internal const int FixedBytes = 24;
    private const int MostChannels = 65_536;
    private const uint NamesChunk = 1, ResolutionsChunk = 3;

    /// <summary>The chunks as they came, little endian.</summary>
    public ImmutableArray<byte> Chunks { get; init; } = [];

    /// <summary>Names of the channels; numbered ones when the header gives none.</summary>
    public ImmutableArray<string> Names { get; private init; } = [.. Enumerable.Range(1, ChannelCount).Select(c => $"Ch{c}")];

    /// <summary>Factor of each channel, by which its values are multiplied; empty when the header gives none.</summary>
    public ImmutableArray<double> Resolutions { get; private init; } = [];

    /// <summary>Bytes of one sample of all channels.</summary>
    public int FrameBytes => ChannelCount * FieldTripValues.Width((uint)Type);

    /// <summary>The header of a stream, as float32 with the names of its channels.</summary>
    /// <param name="info">The stream.</param>
    public static FieldTripHeader Of(StreamInfo info)
    {
        ArgumentNullException.ThrowIfNull(info);
        var names = Encoding.UTF8.GetBytes(string.Concat(info.Channels.Select(c => c.Label + "\0")));
        var chunk = new byte[8 + names.Length];
        BinaryPrimitives.WriteUInt32LittleEndian(chunk, NamesChunk);
        BinaryPrimitives.WriteInt32LittleEndian(chunk.AsSpan(4), names.Length);
        names.CopyTo(chunk, 8);
        return new(info.ChannelCount, (float)(info.RateHz ?? 0), FieldTripType.Float32)
        {
            Chunks = [.. chunk],
            Names = [.. info.Channels.Select(c => c.Label)],
        };
    }

    /// <summary>Reads a header.</summary>
    /// <param name="body">Body of a message, little endian.</param>
    /// <returns>The header, or <see langword="null"/> when the bytes are none.</returns>
    public static FieldTripHeader? Read(ReadOnlySpan<byte> body)
    {
        if (body.Length < FixedBytes) return null;
        var (count, rate) = (BinaryPrimitives.ReadUInt32LittleEndian(body), BinaryPrimitives.ReadSingleLittleEndian(body[12..]));
        var (type, size) = (BinaryPrimitives.ReadUInt32LittleEndian(body[16..]), BinaryPrimitives.ReadUInt32LittleEndian(body[20..]));
        if (count is 0 or > MostChannels || !(rate >= 0 && rate <= 1e7) || type > (uint)FieldTripType.Float64
            || size != body.Length - FixedBytes) return null;
        return new FieldTripHeader((int)count, rate, (FieldTripType)type) { Chunks = [.. body[FixedBytes..]] }.WithChunks();
    }

    internal void Write(uint samples, uint events, IBufferWriter<byte> into)
    {
        var bytes = into.GetSpan(FixedBytes + Chunks.Length);
        BinaryPrimitives.WriteInt32LittleEndian(bytes, ChannelCount);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[4..], samples);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[8..], events);
        BinaryPrimitives.WriteSingleLittleEndian(bytes[12..], RateHz);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[16..], (int)Type);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[20..], Chunks.Length);
        Chunks.AsSpan().CopyTo(bytes[FixedBytes..]);
        into.Advance(FixedBytes + Chunks.Length);
    }

    private FieldTripHeader? WithChunks()
    {
        var header = this;
        for (var rest = Chunks.AsSpan(); rest.Length > 0;)
        {
            if (rest.Length < 8) return null;
            var (type, size) = (BinaryPrimitives.ReadUInt32LittleEndian(rest), BinaryPrimitives.ReadUInt32LittleEndian(rest[4..]));
            if (size > rest.Length - 8) return null;
            var chunk = rest.Slice(8, (int)size);
            if (type == NamesChunk && NamesOf(chunk) is { } names) header = header with { Names = names };
            if (type == ResolutionsChunk && size == ChannelCount * sizeof(double))
                header = header with { Resolutions = [.. MemoryMarshal.Cast<byte, double>(chunk)] };
            rest = rest[(8 + (int)size)..];
        }

        return header;
    }

    private ImmutableArray<string>? NamesOf(ReadOnlySpan<byte> chunk)
    {
        var names = Encoding.UTF8.GetString(chunk).Split('\0');
        return names.Length >= ChannelCount && names.Take(ChannelCount).All(n => n.Length > 0) ? [.. names.Take(ChannelCount)] : null;
    }
}
