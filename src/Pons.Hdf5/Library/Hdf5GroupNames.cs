using System.Buffers.Binary;
using Pons.Formats;

namespace Pons.Hdf5.Library;

/// <summary>
/// The tables and heaps that names of a group lie in (HDF5 File Format Specification, sections IV.A.2.r and III.D). What damage can do to them
/// ends the process within the library, or keeps it busy without end; so they are looked at here first, in files that are not too long to be
/// looked through.
/// </summary>
internal static class Hdf5GroupNames
{
    private const int HeaderBytes = 32, SymbolTableBytes = 24, WindowBytes = 1 << 20;
    private const long MostBytes = 1L << 26;

    /// <summary>The end of a chain.</summary>
    private const ulong Last = 1;

    /// <summary>An address that leads nowhere. The library takes it for the beginning of what it holds in memory, where there is nothing.</summary>
    private const ulong Nowhere = ulong.MaxValue;

    /// <summary>Refuses a file whose names of groups the library cannot be given.</summary>
    public static void Demand(Stream file, string name, long baseAddress)
    {
        if (file.Length > MostBytes) return;
        var window = new byte[(int)Math.Min(WindowBytes, file.Length)];
        for (var start = 0L; start + HeaderBytes <= file.Length; start += window.Length - HeaderBytes + 1)
        {
            file.Position = start;
            var part = window.AsSpan(0, file.ReadAtLeast(window, window.Length, throwOnEndOfStream: false));
            DemandPlaces(part, name, start);
            for (var at = 0; part[at..].IndexOf("HEAP\0\0\0\0"u8) is >= 0 and var found && at + found + HeaderBytes <= part.Length; at += found + 1)
                if (Fault(file, part.Slice(at + found, HeaderBytes), baseAddress) is { } fault)
                    throw new RecordingFormatException(name, start + at + found, $"The heap of names that begins here {fault}.",
                        "The names of a group are damaged.", "Copy the file again from where it was saved.");
        }
    }

    /// <summary>Refuses a symbol table (section IV.A.2.r: a message of kind 17 with 16 bytes) whose tree or heap is nowhere.</summary>
    private static void DemandPlaces(ReadOnlySpan<byte> part, string name, long start)
    {
        ReadOnlySpan<byte> head = [17, 0, 16, 0];
        for (var at = 0; part[at..].IndexOf(head) is >= 0 and var found && at + found + SymbolTableBytes <= part.Length; at += found + 1)
        {
            var message = part.Slice(at + found, SymbolTableBytes);
            var isMessage = message[5] == 0 && message[6] == 0 && message[7] == 0;
            if (isMessage && (message[8..16].IndexOfAnyExcept((byte)0xFF) < 0 || message[16..].IndexOfAnyExcept((byte)0xFF) < 0))
                throw new RecordingFormatException(name, start + at + found, "The table of a group that begins here names no place for its content.",
                    "The names of the group are damaged.", "Copy the file again from where it was saved.");
        }
    }

    private static string? Fault(Stream file, ReadOnlySpan<byte> header, long baseAddress)
    {
        var (length, next) = (BinaryPrimitives.ReadUInt64LittleEndian(header[8..]), BinaryPrimitives.ReadUInt64LittleEndian(header[16..]));
        var place = BinaryPrimitives.ReadUInt64LittleEndian(header[24..]);
        // The library adds to such lengths without care, and comes to small ones.
        if (length > (ulong)file.Length) return $"states {length} bytes, more than the file has";
        if (place == Nowhere) return "names no place for its content";
        // What lies outside the file or the heap the library itself finds out.
        if (place > (ulong)file.Length) return null;
        Span<byte> link = stackalloc byte[8];
        for (var blocks = 0UL; next != Last; blocks++)
        {
            if (blocks > length / 16) return "has a chain of free blocks without an end";
            if (next >= length || (long)(place + next) + baseAddress > file.Length - link.Length) return null;
            file.Position = (long)(place + next) + baseAddress;
            file.ReadExactly(link);
            next = BinaryPrimitives.ReadUInt64LittleEndian(link);
        }

        return null;
    }
}
