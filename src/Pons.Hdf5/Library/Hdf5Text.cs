using System.Text;

namespace Pons.Hdf5.Library;

/// <summary>Reads texts, which HDF5 stores at one length each or wherever they fit. Under the gate.</summary>
internal static unsafe class Hdf5Text
{
    public delegate int Reader(long memoryType, void* buffer);

    public static bool IsText(long type) => Hdf5Calls.H5Tget_class(type) == (int)Hdf5Class.Text;

    /// <summary>So many texts of one type; null when they cannot be read or would take too many bytes.</summary>
    public static string[]? Read(Hdf5File file, long type, long count, long mostBytes, Reader read)
    {
        if (Hdf5Calls.H5Tis_variable_str(type) > 0) return ReadReferences(file, count, mostBytes, read);
        var width = (long)Hdf5Calls.H5Tget_size(type);
        if (width <= 0 || count * (double)width > mostBytes) return null;
        var bytes = new byte[count * width];
        fixed (byte* first = bytes)
            if (bytes.Length > 0 && read(type, first) < 0) return null;
        return [.. Enumerable.Range(0, (int)count).Select(i => Decode(bytes.AsSpan((int)(i * width), (int)width)))];
    }

    /// <summary>Texts are UTF-8 or older, padded with zeros or spaces.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? bytes : bytes[..end]).TrimEnd();
    }

    private static string[]? ReadReferences(Hdf5File file, long count, long mostBytes, Reader read)
    {
        if (count * (double)sizeof(Hdf5TextReference) > mostBytes) return null;
        var references = new Hdf5TextReference[count];
        fixed (Hdf5TextReference* first = references)
            if (count > 0 && read(Hdf5TextReference.Type, first) < 0) return null;
        return Array.ConvertAll(references, file.Heaps.TextAt);
    }
}
