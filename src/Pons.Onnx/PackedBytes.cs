using Pons.Decoding;

namespace Pons.Onnx;

/// <summary>Bytes as numbers of a model file: six in each, which a 64-bit float holds exactly.</summary>
internal static class PackedBytes
{
    private const int BytesInNumber = 6;

    /// <summary>The first byte is the lowest of the first number; the last number is filled up with zeros.</summary>
    public static ModelArray Pack(string name, ReadOnlySpan<byte> bytes)
    {
        var numbers = new double[(bytes.Length + BytesInNumber - 1) / BytesInNumber];
        for (var i = 0; i < bytes.Length; i++) numbers[i / BytesInNumber] += (long)bytes[i] << (8 * (i % BytesInNumber));
        return ModelArray.Of(name, numbers, numbers.Length);
    }

    /// <summary>The bytes again.</summary>
    /// <exception cref="DecodingException">The numbers do not hold so many bytes.</exception>
    public static byte[] Unpack(ModelArray array, double byteCount)
    {
        var most = array.Values.Length * BytesInNumber;
        if (!(byteCount > most - BytesInNumber && byteCount <= most && double.IsInteger(byteCount))
            || array.Values.Any(v => !double.IsInteger(v) || v < 0 || v >= 1L << (8 * BytesInNumber)))
            throw new DecodingException(
                $"The array '{array.Name}' of {array.Values.Length} numbers does not hold {byteCount} bytes.",
                "The ONNX model in it cannot be opened.",
                "Use the file as it was written, or make it again from the ONNX file.");
        var bytes = new byte[(int)byteCount];
        for (var i = 0; i < bytes.Length; i++) bytes[i] = (byte)((long)array.Values[i / BytesInNumber] >> (8 * (i % BytesInNumber)));
        return bytes;
    }
}
