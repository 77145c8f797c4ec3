using System.Text;

namespace Pons.Formats.NumPy;

/// <summary>One array: its header, and where its elements are.</summary>
/// <param name="Name">Name of the file and of the array in it, for messages.</param>
/// <param name="Header">Its header.</param>
/// <param name="Bytes">A seekable stream.</param>
/// <param name="Offset">Where the elements begin in the stream.</param>
internal sealed record NpyArray(string Name, NpyHeader Header, Stream Bytes, long Offset)
{
    /// <summary>Small arrays, which say something of the large one, are read whole; none of those is larger.</summary>
    private const long LongestText = 1L << 26;

    /// <summary>Reads the header of an array that begins in a stream.</summary>
    public static NpyArray At(Stream bytes, long start, long length, string name)
    {
        bytes.Position = start;
        var header = NpyHeader.Read(bytes, length, name);
        return new(name, header, bytes, start + header.DataOffset);
    }

    /// <summary>All numbers in the order of the file; <see langword="null"/> when the array holds none,
    /// or too many to be a remark.</summary>
    public double[]? Numbers()
    {
        if (!Header.Type.IsNumber || Header.Count * Header.Type.Size > LongestText) return null;
        var bytes = All();
        Header.Type.Order(bytes);
        var numbers = new double[Header.Count];
        Header.Type.Convert(bytes, numbers);
        return numbers;
    }

    /// <summary>All words; <see langword="null"/> when the array holds none.</summary>
    public string[]? Words()
    {
        if (Header.Type.Kind is not ('U' or 'S') || Header.Shape.Length > 1 || Header.Count * Header.Type.Size > LongestText) return null;
        var (bytes, size) = (All(), Header.Type.Size);
        var encoding = Header.Type.Kind == 'S' ? Encoding.UTF8 : new UTF32Encoding(Header.Type.IsBigEndian, byteOrderMark: false);
        return [.. Enumerable.Range(0, (int)Header.Count).Select(i => encoding.GetString(bytes, i * size, size).TrimEnd('\0'))];
    }

    private byte[] All()
    {
        var bytes = new byte[Header.Count * Header.Type.Size];
        Bytes.Position = Offset;
        Bytes.ReadExactlyOrFault(bytes, Name);
        return bytes;
    }
}
