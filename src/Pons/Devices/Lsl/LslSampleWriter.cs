using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;
using Pons.Streams;

namespace Pons.Devices.Lsl;

/// <summary>Appends samples as they travel: a tag, a stamp where the tag is 2, the values in little endian. Pure functions.</summary>
internal static class LslSampleWriter
{
    /// <summary>Tag of a sample whose stamp is that of the one before and one period.</summary>
    public const byte Deduced = 1;

    /// <summary>Tag of a sample with a stamp.</summary>
    public const byte Stamped = 2;

    /// <summary>Stamp of the two samples by which both sides check that they understand each other.</summary>
    public const double PatternStamp = 123456.789;

    public static void Tag(IBufferWriter<byte> into, double? stamp)
    {
        var room = into.GetSpan(9);
        room[0] = stamp is null ? Deduced : Stamped;
        if (stamp is { } seconds) BinaryPrimitives.WriteDoubleLittleEndian(room[1..], seconds);
        into.Advance(stamp is null ? 1 : 9);
    }

    /// <summary>Appends values in the type of the stream; what does not fit becomes the nearest that does, fractions are cut off.</summary>
    public static void Values<T>(IBufferWriter<byte> into, SampleType type, ReadOnlySpan<T> values)
        where T : unmanaged, INumber<T>
    {
        switch (type)
        {
            case SampleType.Float32: As<T, float>(into, values); break;
            case SampleType.Float64: As<T, double>(into, values); break;
            case SampleType.Int64: As<T, long>(into, values); break;
            case SampleType.Int32: As<T, int>(into, values); break;
            case SampleType.Int16: As<T, short>(into, values); break;
            case SampleType.Int8: As<T, sbyte>(into, values); break;
            default: throw new InvalidOperationException("A stream of texts takes texts.");
        }
    }

    public static void Text(IBufferWriter<byte> into, string text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        var room = into.GetSpan(length + 5);
        room[0] = (byte)(length <= 255 ? 1 : 4);
        if (length <= 255) room[1] = (byte)length;
        else BinaryPrimitives.WriteInt32LittleEndian(room[1..], length);
        Encoding.UTF8.GetBytes(text, room[(1 + room[0])..]);
        into.Advance(1 + room[0] + length);
    }

    /// <summary>Appends the two test patterns.</summary>
    public static void Patterns(IBufferWriter<byte> into, SampleType type, int channelCount)
    {
        for (var number = 0; number < 2; number++)
        {
            Tag(into, PatternStamp);
            for (var channel = 0; channel < channelCount; channel++)
                if (type == SampleType.Text) Text(into, PatternText(channel));
                else Values<long>(into, type, [PatternValue(type, number, channel)]);
        }
    }

    /// <summary>Value of a channel in a test pattern.</summary>
    /// <param name="type">Type of the stream, not text.</param>
    /// <param name="number">0 for the first pattern, 1 for the second.</param>
    /// <param name="channel">Channel from 0 on.</param>
    public static long PatternValue(SampleType type, int number, int channel)
    {
        var (start, most) = type switch
        {
            SampleType.Float32 => (0L, long.MaxValue),
            SampleType.Float64 => (16_777_217L, long.MaxValue),
            SampleType.Int64 => (2_147_483_649L, long.MaxValue),
            SampleType.Int32 => (65_537L, int.MaxValue),
            SampleType.Int16 => (257L, short.MaxValue),
            _ => (1L, sbyte.MaxValue),
        };
        var value = (start + (number == 0 ? 4 : 2) + channel) % most;
        return channel % 2 == 0 ? value : -value;
    }

    /// <summary>Text of a channel in both test patterns.</summary>
    public static string PatternText(int channel) => FormattableString.Invariant($"{(channel % 2 == 0 ? 10 + channel : -10 - channel)}");

    private static void As<TFrom, TTo>(IBufferWriter<byte> into, ReadOnlySpan<TFrom> values)
        where TFrom : unmanaged, INumber<TFrom>
        where TTo : unmanaged, INumber<TTo>
    {
        var room = into.GetSpan(values.Length * System.Runtime.CompilerServices.Unsafe.SizeOf<TTo>());
        room = room[..(values.Length * System.Runtime.CompilerServices.Unsafe.SizeOf<TTo>())];
        if (BitConverter.IsLittleEndian && typeof(TFrom) == typeof(TTo)) MemoryMarshal.AsBytes(values).CopyTo(room);
        else
            for (var (i, width) = (0, room.Length / Math.Max(1, values.Length)); i < values.Length; i++)
            {
                var place = room.Slice(i * width, width);
                MemoryMarshal.Write(place, TTo.CreateSaturating(values[i]));
                if (!BitConverter.IsLittleEndian) place.Reverse();
            }

        into.Advance(room.Length);
    }
}
