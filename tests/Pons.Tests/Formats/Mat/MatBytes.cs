using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Pons.Tests.Formats.Mat;

/// <summary>Lays out MAT 5 files byte by byte, without the writer of the product, in both byte orders.</summary>
internal sealed class MatBytes(bool isBigEndian = false)
{
    private readonly List<byte[]> _variables = [];

    public static implicit operator byte[](MatBytes file) => file.ToBytes();

    public byte[] ToBytes()
    {
        var header = new byte[128];
        Encoding.ASCII.GetBytes("MATLAB 5.0 MAT-file, made by a test".PadRight(116), header);
        (isBigEndian ? new byte[] { 1, 0, (byte)'M', (byte)'I' } : [0, 1, (byte)'I', (byte)'M']).CopyTo(header, 124);
        return [.. header, .. _variables.SelectMany(v => v)];
    }

    public MatBytes Add(byte[] variable)
    {
        _variables.Add(variable);
        return this;
    }

    public MatBytes AddCompressed(byte[] variable)
    {
        using var packed = new MemoryStream();
        using (var deflate = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true)) deflate.Write(variable);
        return Add([.. Words(15, (int)packed.Length), .. packed.ToArray()]);
    }

    /// <summary>A matrix of any class; the data elements stand behind the name.</summary>
    public byte[] Matrix(string name, int kind, int[] size, params byte[][] elements) =>
        Element(14, [.. Element(6, Words(kind)[..4].Concat(new byte[4]).ToArray()), .. Element(5, Words(size)),
            .. Element(1, Encoding.ASCII.GetBytes(name)), .. elements.SelectMany(e => e)]);

    public byte[] Doubles(string name, int[] size, params double[] values) => Matrix(name, 6, size, Element(9, Eights(values)));

    public byte[] Singles(string name, int[] size, params float[] values) =>
        Matrix(name, 7, size, Element(7, Words([.. values.Select(BitConverter.SingleToInt32Bits)])));

    /// <summary>Double class, stored as 16-bit integers, as MATLAB does to save room.</summary>
    public byte[] Shorts(string name, int[] size, params short[] values) => Matrix(name, 6, size, Element(3, Twos(values)));

    public byte[] Text(string name, string text) => Matrix(name, 4, [1, text.Length], Element(16, Encoding.UTF8.GetBytes(text)));

    public byte[] Cell(string name, params byte[][] cells) => Matrix(name, 1, [1, cells.Length], cells);

    public byte[] Struct(string name, params (string Field, byte[] Value)[] fields) => Structs(name, [.. fields.Select(f => f.Field)], [.. fields.Select(f => f.Value)]);

    /// <summary>A row of structs: all fields of the first, then of the second.</summary>
    public byte[] Structs(string name, string[] fields, params byte[][] values) =>
        Matrix(name, 2, [1, values.Length / fields.Length], [.. Words((4 << 16) | 5, 32)],
            Element(1, [.. fields.SelectMany(f => Encoding.ASCII.GetBytes(f.PadRight(32, '\0')))]), [.. values.SelectMany(v => v)]);

    public byte[] Element(int type, byte[] data) => [.. Words(type, data.Length), .. data, .. new byte[(8 - data.Length % 8) % 8]];

    private byte[] Words(params int[] words)
    {
        var bytes = new byte[4 * words.Length];
        for (var i = 0; i < words.Length; i++)
            if (isBigEndian) BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(4 * i), words[i]);
            else BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4 * i), words[i]);
        return bytes;
    }

    private byte[] Eights(double[] values)
    {
        var bytes = new byte[8 * values.Length];
        for (var i = 0; i < values.Length; i++)
            if (isBigEndian) BinaryPrimitives.WriteDoubleBigEndian(bytes.AsSpan(8 * i), values[i]);
            else BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(8 * i), values[i]);
        return bytes;
    }

    private byte[] Twos(short[] values)
    {
        var bytes = new byte[2 * values.Length];
        for (var i = 0; i < values.Length; i++)
            if (isBigEndian) BinaryPrimitives.WriteInt16BigEndian(bytes.AsSpan(2 * i), values[i]);
            else BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(2 * i), values[i]);
        return bytes;
    }
}
