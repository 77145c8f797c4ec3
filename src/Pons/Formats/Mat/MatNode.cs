using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;

namespace Pons.Formats.Mat;

/// <summary>A value to be written; by itself it can become a matrix element of MAT 5, little-endian and not compressed.</summary>
internal abstract record MatNode(MatClass Class, ImmutableArray<long> Size)
{
    /// <summary>Bytes of everything that stands behind the name.</summary>
    protected abstract long ContentBytes { get; }

    public static MatNode Empty { get; } = new MatNumbersNode([], [0, 0]);

    public static MatNode Text(string text) => new MatTextNode(text);

    public static MatNode Number(double number) => new MatNumbersNode([number], MatValue.Single);

    public static MatNode Row(params double[] numbers) => new MatNumbersNode([.. numbers], [1, numbers.Length]);

    public static MatNode Struct(params (string Field, MatNode Value)[] fields) =>
        new MatStructNode([.. fields.Select(f => f.Field)], [[.. fields.Select(f => f.Value)]]);

    /// <summary>Bytes of the element behind its tag when it has this name.</summary>
    public long BytesOf(string name) => 16 + 8 + Padded(4 * Size.Length) + 8 + Padded(name.Length) + ContentBytes;

    /// <summary>Writes the whole element, tag included.</summary>
    public void Write(Stream file, string name = "")
    {
        Tag(file, Mat5Tag.Matrix, BytesOf(name));
        Tag(file, Mat5Tag.UInt32, 8);
        Words(file, (int)Class, 0);
        Tag(file, Mat5Tag.Int32, 4 * Size.Length);
        Words(file, [.. Size.Select(s => checked((int)s))]);
        Pad(file, 4 * Size.Length);
        Tag(file, Mat5Tag.Int8, name.Length);
        file.Write(Encoding.ASCII.GetBytes(name));
        Pad(file, name.Length);
        WriteContent(file);
    }

    protected abstract void WriteContent(Stream file);

    protected static long Padded(long bytes) => (bytes + 7) / 8 * 8;

    protected static void Pad(Stream file, long bytes) => file.Write(new byte[Padded(bytes) - bytes]);

    protected static void Tag(Stream file, int type, long bytes) => Words(file, type, unchecked((int)checked((uint)bytes)));

    protected static void Words(Stream file, params int[] words)
    {
        Span<byte> four = stackalloc byte[4];
        foreach (var word in words)
        {
            BinaryPrimitives.WriteInt32LittleEndian(four, word);
            file.Write(four);
        }
    }
}
