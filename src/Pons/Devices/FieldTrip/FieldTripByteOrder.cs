using System.Buffers.Binary;

namespace Pons.Devices.FieldTrip;

/// <summary>
/// Turns the bodies of messages from one byte order into the other, in place. Inside Pons bodies are little endian. A body that is shorter
/// than its own lengths say is turned as far as it goes; whoever reads it finds the fault.
/// </summary>
internal static class FieldTripByteOrder
{
    private const uint Resolutions = 3;
    private const int HeaderFields = 6, DataFields = 4, EventFields = 8;

    /// <summary>Turns a body.</summary>
    /// <param name="command">Command that the body belongs to, or was asked for by.</param>
    /// <param name="isAnswer">Whether the body answers the command.</param>
    /// <param name="body">The body.</param>
    /// <param name="isFromLittle">Whether it is little endian now.</param>
    public static void Turn(ushort command, bool isAnswer, Span<byte> body, bool isFromLittle)
    {
        switch (command)
        {
            case FieldTripCommand.PutHeader or FieldTripCommand.PutHeaderSilently:
            case FieldTripCommand.GetHeader when isAnswer:
                Header(body, isFromLittle);
                break;
            case FieldTripCommand.PutData or FieldTripCommand.PutDataSilently:
            case FieldTripCommand.GetData when isAnswer:
                Data(body, isFromLittle);
                break;
            case FieldTripCommand.PutEvents or FieldTripCommand.PutEventsSilently:
            case FieldTripCommand.GetEvents when isAnswer:
                Events(body, isFromLittle);
                break;
            default:
                Values(body, sizeof(uint));
                break;
        }
    }

    private static void Header(Span<byte> body, bool isFromLittle)
    {
        if (body.Length < HeaderFields * 4) return;
        Values(body[..(HeaderFields * 4)], 4);
        for (var at = HeaderFields * 4; at + 8 <= body.Length;)
        {
            var (type, size) = (Field(body, at, isFromLittle), Field(body, at + 4, isFromLittle));
            at += 8;
            if (size > body.Length - at) return;
            if (type == Resolutions) Values(body.Slice(at, (int)size), sizeof(double));
            at += (int)size;
        }
    }

    private static void Data(Span<byte> body, bool isFromLittle)
    {
        if (body.Length < DataFields * 4) return;
        var type = Field(body, 8, isFromLittle);
        Values(body[..8], 4);
        Values(body[12..16], 4);
        Values(body[16..], FieldTripValues.Width(type));
    }

    private static void Events(Span<byte> body, bool isFromLittle)
    {
        while (body.Length >= EventFields * 4)
        {
            var (typeType, typeCount) = (Field(body, 0, isFromLittle), Field(body, 4, isFromLittle));
            var (valueType, valueCount) = (Field(body, 8, isFromLittle), Field(body, 12, isFromLittle));
            Values(body[16..28], 4);
            var size = Field(body, 28, isFromLittle);
            body = body[(EventFields * 4)..];
            var (typeBytes, valueBytes) =
                ((ulong)typeCount * (uint)FieldTripValues.Width(typeType), (ulong)valueCount * (uint)FieldTripValues.Width(valueType));
            if (size > body.Length || typeBytes + valueBytes > size) return;
            Values(body[..(int)typeBytes], FieldTripValues.Width(typeType));
            Values(body.Slice((int)typeBytes, (int)valueBytes), FieldTripValues.Width(valueType));
            body = body[(int)size..];
        }
    }

    /// <summary>Turns a number and returns its value.</summary>
    private static uint Field(Span<byte> body, int at, bool isFromLittle)
    {
        var little = BinaryPrimitives.ReadUInt32LittleEndian(body[at..]);
        var big = BinaryPrimitives.ReverseEndianness(little);
        BinaryPrimitives.WriteUInt32LittleEndian(body[at..], big);
        return isFromLittle ? little : big;
    }

    private static void Values(Span<byte> values, int width)
    {
        if (width < 2) return;
        for (; values.Length >= width; values = values[width..]) values[..width].Reverse();
    }
}
