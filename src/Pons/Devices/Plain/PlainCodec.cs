using System.Buffers.Binary;

namespace Pons.Devices.Plain;

/// <summary>Numbers of a frame as its description says, in both directions.</summary>
internal sealed class PlainCodec(PlainDescription description)
{
    private readonly bool _isBig = description.ByteOrder == PlainByteOrder.Big;
    private readonly int _syncBytes = description.Frame.SyncBytes.Length;

    /// <summary>Where a value is in the frame.</summary>
    public int PlaceOf(int sample, int channel)
    {
        var index = description.Order == PlainOrder.SampleMajor
            ? sample * description.Channels.Length + channel
            : channel * description.SamplesPerFrame + sample;
        return description.Frame.DataAt + index * description.ValueBytes;
    }

    public double Read(ReadOnlySpan<byte> at) => description.SampleType switch
    {
        PlainSampleType.Int8 => (sbyte)at[0],
        PlainSampleType.Uint8 => at[0],
        PlainSampleType.Int16 => _isBig ? BinaryPrimitives.ReadInt16BigEndian(at) : BinaryPrimitives.ReadInt16LittleEndian(at),
        PlainSampleType.Uint16 => _isBig ? BinaryPrimitives.ReadUInt16BigEndian(at) : BinaryPrimitives.ReadUInt16LittleEndian(at),
        PlainSampleType.Int24 => _isBig ? Int24.ReadBigEndian(at) : Int24.ReadLittleEndian(at),
        PlainSampleType.Int32 => _isBig ? BinaryPrimitives.ReadInt32BigEndian(at) : BinaryPrimitives.ReadInt32LittleEndian(at),
        PlainSampleType.Float32 => _isBig ? BinaryPrimitives.ReadSingleBigEndian(at) : BinaryPrimitives.ReadSingleLittleEndian(at),
        _ => _isBig ? BinaryPrimitives.ReadDoubleBigEndian(at) : BinaryPrimitives.ReadDoubleLittleEndian(at),
    };

    public void Write(Span<byte> at, double value)
    {
        switch (description.SampleType)
        {
            case PlainSampleType.Float32:
                if (_isBig) BinaryPrimitives.WriteSingleBigEndian(at, (float)value);
                else BinaryPrimitives.WriteSingleLittleEndian(at, (float)value);
                break;
            case PlainSampleType.Float64:
                if (_isBig) BinaryPrimitives.WriteDoubleBigEndian(at, value);
                else BinaryPrimitives.WriteDoubleLittleEndian(at, value);
                break;
            default:
                var bits = description.ValueBytes * 8;
                var isUnsigned = description.SampleType is PlainSampleType.Uint8 or PlainSampleType.Uint16;
                var least = isUnsigned ? 0 : -Math.Pow(2, bits - 1);
                WriteWhole(at, (long)Math.Clamp(Math.Round(value), least, least + Math.Pow(2, bits) - 1), description.ValueBytes);
                break;
        }
    }

    public long ReadCounter(ReadOnlySpan<byte> frame)
    {
        var bytes = frame.Slice(description.Frame.CounterAt!.Value, description.Frame.CounterBytes);
        long value = 0;
        for (var i = 0; i < bytes.Length; i++) value = value << 8 | bytes[_isBig ? i : bytes.Length - 1 - i];
        return value;
    }

    public void WriteWhole(Span<byte> at, long value, int count)
    {
        for (var i = 0; i < count; i++) at[_isBig ? count - 1 - i : i] = (byte)(value >> (8 * i));
    }

    /// <summary>The check of all bytes between sync and check, without it.</summary>
    public byte Checksum(ReadOnlySpan<byte> frame)
    {
        byte sum = 0;
        foreach (var b in frame[_syncBytes..description.Frame.ChecksumAt!.Value])
            sum = description.Frame.Checksum == PlainChecksum.Sum ? (byte)(sum + b) : (byte)(sum ^ b);
        return sum;
    }
}
