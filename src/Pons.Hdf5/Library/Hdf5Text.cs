using System.Runtime.InteropServices;
using System.Text;

namespace Pons.Hdf5.Library;

/// <summary>Reads texts, which HDF5 stores at one length each or wherever they fit. Under the gate.</summary>
internal static unsafe class Hdf5Text
{
    public delegate int Reader(void* buffer);

    public static bool IsText(long type) => Hdf5Calls.H5Tget_class(type) == (int)Hdf5Class.Text;

    /// <summary>So many texts of one type; null when they cannot be read or would take too many bytes.</summary>
    public static string[]? Read(long type, long count, long mostBytes, Reader read)
    {
        if (Hdf5Calls.H5Tis_variable_str(type) > 0) return ReadVariable(type, count, mostBytes, read);
        var width = (long)Hdf5Calls.H5Tget_size(type);
        if (width <= 0 || count * (double)width > mostBytes) return null;
        var bytes = new byte[count * width];
        fixed (byte* first = bytes)
            if (bytes.Length > 0 && read(first) < 0) return null;
        return [.. Enumerable.Range(0, (int)count).Select(i => Decode(bytes.AsSpan((int)(i * width), (int)width)))];
    }

    private static string[]? ReadVariable(long type, long count, long mostBytes, Reader read)
    {
        if (count * (double)nint.Size > mostBytes) return null;
        var pointers = new nint[count];
        fixed (nint* first = pointers)
        {
            if (count > 0 && read(first) < 0) return null;
            try
            {
                return [.. pointers.Select(p => p == 0 ? "" : Decode(MemoryMarshal.CreateReadOnlySpanFromNullTerminated((byte*)p)))];
            }
            finally
            {
                Span<ulong> length = [(ulong)count];
                using var space = new Hdf5Id(Hdf5Calls.H5Screate_simple(1, length, 0));
                _ = Hdf5Calls.H5Dvlen_reclaim(type, space.Value, 0, first);
            }
        }
    }

    /// <summary>Texts are UTF-8 or older, padded with zeros or spaces.</summary>
    private static string Decode(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? bytes : bytes[..end]).TrimEnd();
    }
}
