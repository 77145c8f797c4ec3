using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Pons.Streams;

namespace Pons.Devices.FieldTrip;

/// <summary>Values of the buffer's types: their width, what they say, and the type in which Pons keeps them without rounding.</summary>
internal static class FieldTripValues
{
    /// <summary>Bytes of a value; 0 for a number that is no type.</summary>
    public static int Width(uint type) => type switch
    {
        0 or 1 or 5 => 1,
        2 or 6 => 2,
        3 or 7 or 9 => 4,
        4 or 8 or 10 => 8,
        _ => 0,
    };

    /// <summary>The type that holds every value; unsigned ones are kept in the next wider one, of 64 bits in float64.</summary>
    public static SampleType Kept(FieldTripType type) => type switch
    {
        FieldTripType.Char or FieldTripType.Int8 => SampleType.Int8,
        FieldTripType.UInt8 or FieldTripType.Int16 => SampleType.Int16,
        FieldTripType.UInt16 or FieldTripType.Int32 => SampleType.Int32,
        FieldTripType.UInt32 or FieldTripType.Int64 => SampleType.Int64,
        FieldTripType.Float32 => SampleType.Float32,
        _ => SampleType.Float64,
    };

    /// <summary>Whether values are kept as they come.</summary>
    public static bool IsKeptAsIs(FieldTripType type) =>
        type is not (FieldTripType.UInt8 or FieldTripType.UInt16 or FieldTripType.UInt32 or FieldTripType.UInt64);

    /// <summary>Widens values without sign into the type that is kept; returns the bytes written.</summary>
    public static int Widen(FieldTripType type, ReadOnlySpan<byte> values, Span<byte> into)
    {
        var width = Width((uint)type);
        var kept = Math.Min(8, 2 * width);
        for (var (from, to) = (0, 0); from < values.Length; from += width, to += kept)
        {
            switch (type)
            {
                case FieldTripType.UInt8: BinaryPrimitives.WriteInt16LittleEndian(into[to..], values[from]); break;
                case FieldTripType.UInt16:
                    BinaryPrimitives.WriteInt32LittleEndian(into[to..], BinaryPrimitives.ReadUInt16LittleEndian(values[from..]));
                    break;
                case FieldTripType.UInt32:
                    BinaryPrimitives.WriteInt64LittleEndian(into[to..], BinaryPrimitives.ReadUInt32LittleEndian(values[from..]));
                    break;
                default: BinaryPrimitives.WriteDoubleLittleEndian(into[to..], BinaryPrimitives.ReadUInt64LittleEndian(values[from..])); break;
            }
        }

        return values.Length / width * kept;
    }

    /// <summary>One value as a number.</summary>
    public static double Number(FieldTripType type, ReadOnlySpan<byte> value) => type switch
    {
        FieldTripType.Char or FieldTripType.Int8 => (sbyte)value[0],
        FieldTripType.UInt8 => value[0],
        FieldTripType.UInt16 => BinaryPrimitives.ReadUInt16LittleEndian(value),
        FieldTripType.UInt32 => BinaryPrimitives.ReadUInt32LittleEndian(value),
        FieldTripType.UInt64 => BinaryPrimitives.ReadUInt64LittleEndian(value),
        FieldTripType.Int16 => BinaryPrimitives.ReadInt16LittleEndian(value),
        FieldTripType.Int32 => BinaryPrimitives.ReadInt32LittleEndian(value),
        FieldTripType.Int64 => BinaryPrimitives.ReadInt64LittleEndian(value),
        FieldTripType.Float32 => BinaryPrimitives.ReadSingleLittleEndian(value),
        _ => BinaryPrimitives.ReadDoubleLittleEndian(value),
    };

    /// <summary>Values in words: characters as a text, numbers with blanks between.</summary>
    public static string Text(FieldTripType type, ReadOnlySpan<byte> values)
    {
        if (type == FieldTripType.Char) return Encoding.UTF8.GetString(values).TrimEnd('\0');
        var width = Width((uint)type);
        var words = new List<string>();
        for (; values.Length >= width; values = values[width..]) words.Add(Number(type, values).ToString(CultureInfo.InvariantCulture));
        return string.Join(' ', words);
    }
}
