using System.Buffers.Binary;
using Pons.Formats;

namespace Pons.Hdf5.Library;

/// <summary>
/// The heaps that names of a group lie in (HDF5 File Format Specification, section III.D). Their free blocks are a chain, which the library
/// follows without end when damage has closed it to a ring; so the chains are followed here first, in files that are not too long to be
/// looked through.
/// </summary>
internal static class Hdf5LocalHeaps
{
    private const int HeaderBytes = 32, WindowBytes = 1 << 20;
    private const long MostBytes = 1L << 26;

    /// <summary>The end of a chain.</summary>
    private const ulong Last = 1;

    /// <summary>Refuses a file with a chain of free blocks that does not end.</summary>
    public static void Demand(Stream file, string name, long baseAddress)
    {
        if (file.Length > MostBytes) return;
        var window = new byte[(int)Math.Min(WindowBytes, file.Length)];
        for (var start = 0L; start + HeaderBytes <= file.Length; start += window.Length - HeaderBytes + 1)
        {
            file.Position = start;
            var part = window.AsSpan(0, file.ReadAtLeast(window, window.Length, throwOnEndOfStream: false));
            for (var at = 0; part[at..].IndexOf("HEAP\0\0\0\0"u8) is >= 0 and var found && at + found + HeaderBytes <= part.Length; at += found + 1)
                if (!Ends(file, part.Slice(at + found, HeaderBytes), baseAddress))
                    throw new RecordingFormatException(name, start + at + found, "The heap of names that begins here has a chain of free blocks without an end.",
                        "The names of a group are damaged.", "Copy the file again from where it was saved.");
        }
    }

    private static bool Ends(Stream file, ReadOnlySpan<byte> header, long baseAddress)
    {
        var (length, next) = (BinaryPrimitives.ReadUInt64LittleEndian(header[8..]), BinaryPrimitives.ReadUInt64LittleEndian(header[16..]));
        var place = BinaryPrimitives.ReadUInt64LittleEndian(header[24..]);
        // What lies outside the file or the heap the library itself finds out.
        if (place > (ulong)file.Length || length > (ulong)file.Length) return true;
        Span<byte> link = stackalloc byte[8];
        for (var blocks = 0UL; next != Last; blocks++)
        {
            if (blocks > length / 16) return false;
            if (next >= length || (long)(place + next) + baseAddress > file.Length - link.Length) return true;
            file.Position = (long)(place + next) + baseAddress;
            file.ReadExactly(link);
            next = BinaryPrimitives.ReadUInt64LittleEndian(link);
        }

        return true;
    }
}
