using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Pons.Devices.FieldTrip;

/// <summary>Something that happened at a sample: a type and a value, each a text or numbers. Immutable.</summary>
/// <param name="Sample">Sample of the buffer from 0 on; −1 when the server is to fill in the present one.</param>
/// <param name="Offset">Samples by which what happened lies behind <paramref name="Sample"/>.</param>
/// <param name="Duration">How many samples it lasted.</param>
/// <param name="TypeType">Type of the values of the type.</param>
/// <param name="Type">The type, little endian.</param>
/// <param name="ValueType">Type of the values of the value.</param>
/// <param name="Value">The value, little endian.</param>
public sealed record FieldTripEvent(
    int Sample, int Offset, int Duration, FieldTripType TypeType, ReadOnlyMemory<byte> Type, FieldTripType ValueType, ReadOnlyMemory<byte> Value)
{
    internal const int FixedBytes = 32;

    /// <summary>Type and value in words, such as <c>Stimulus/S  1</c>.</summary>
    public string Label
    {
        get
        {
            var (type, value) = (FieldTripValues.Text(TypeType, Type.Span), FieldTripValues.Text(ValueType, Value.Span));
            return type.Length == 0 ? value : value.Length == 0 ? type : $"{type}/{value}";
        }
    }

    /// <summary>An event of texts.</summary>
    /// <param name="sample">Sample of the buffer; −1 for the present one.</param>
    /// <param name="type">Type.</param>
    /// <param name="value">Value.</param>
    /// <param name="duration">How many samples it lasted.</param>
    public static FieldTripEvent OfText(int sample, string type, string value, int duration = 0) => new(
        sample, 0, duration, FieldTripType.Char, Encoding.UTF8.GetBytes(type), FieldTripType.Char, Encoding.UTF8.GetBytes(value));

    /// <summary>Reads the event in front of the bytes.</summary>
    /// <param name="bytes">One event or more, little endian.</param>
    /// <param name="length">How many bytes it has.</param>
    /// <returns>The event, or <see langword="null"/> when the bytes are none.</returns>
    public static FieldTripEvent? Read(ReadOnlySpan<byte> bytes, out int length)
    {
        length = 0;
        if (bytes.Length < FixedBytes) return null;
        var (typeType, typeCount) = (Word(bytes, 0), Word(bytes, 4));
        var (valueType, valueCount, size) = (Word(bytes, 8), Word(bytes, 12), Word(bytes, 28));
        var (typeWidth, valueWidth) = (FieldTripValues.Width(typeType), FieldTripValues.Width(valueType));
        if (typeWidth == 0 || valueWidth == 0 || size > bytes.Length - FixedBytes) return null;
        var (typeBytes, valueBytes) = ((ulong)typeCount * (uint)typeWidth, (ulong)valueCount * (uint)valueWidth);
        if (typeBytes + valueBytes > size) return null;
        length = FixedBytes + (int)size;
        var body = bytes[FixedBytes..length];
        return new((int)Word(bytes, 16), (int)Word(bytes, 20), (int)Word(bytes, 24), (FieldTripType)typeType, body[..(int)typeBytes].ToArray(),
            (FieldTripType)valueType, body.Slice((int)typeBytes, (int)valueBytes).ToArray());
    }

    /// <summary>Writes the event.</summary>
    /// <param name="into">Takes the bytes, little endian.</param>
    public void Write(IBufferWriter<byte> into)
    {
        ArgumentNullException.ThrowIfNull(into);
        var bytes = into.GetSpan(FixedBytes);
        ReadOnlySpan<int> words =
        [
            (int)TypeType, Type.Length / FieldTripValues.Width((uint)TypeType), (int)ValueType, Value.Length / FieldTripValues.Width((uint)ValueType),
            Sample, Offset, Duration, Type.Length + Value.Length,
        ];
        for (var i = 0; i < words.Length; i++) BinaryPrimitives.WriteInt32LittleEndian(bytes[(i * 4)..], words[i]);
        into.Advance(FixedBytes);
        into.Write(Type.Span);
        into.Write(Value.Span);
    }

    private static uint Word(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);
}
