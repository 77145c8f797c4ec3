using System.Buffers.Binary;
using System.Collections.Immutable;
using System.IO.Compression;
using System.Text;

namespace Pons.Formats.NumPy;

/// <summary>
/// The arrays in a ZIP file (APPNOTE 6.3.10, sections 4.3.7, 4.3.12, 4.3.14 to 4.3.16). Read here and not through the framework, because an
/// array that is not compressed can then be read at any place.
/// </summary>
internal sealed class NpzDirectory
{
    private const int EndBytes = 22, LongestComment = 65_535, EntryBytes = 46, LocalBytes = 30;
    private const int LargestDirectory = 1 << 24;

    /// <summary>Compressed arrays up to this size are held in memory; larger ones are expanded again and again.</summary>
    private const long LargestHeld = 1L << 26;

    private readonly Stream _file;
    private readonly string _name;
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    private NpzDirectory(Stream file, string name) => (_file, _name) = (file, name);

    /// <summary>Names of the arrays, without <c>.npy</c>, in the order of the file.</summary>
    public IEnumerable<string> Names => _entries.Keys;

    /// <summary>Whether a file begins as one with arrays does.</summary>
    public static bool IsArchive(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < LocalBytes || !bytes.StartsWith("PK\x03\x04"u8)) return false;
        var length = BinaryPrimitives.ReadUInt16LittleEndian(bytes[26..]);
        return length > 4 && bytes.Length >= LocalBytes + length && bytes.Slice(LocalBytes, length).EndsWith(".npy"u8);
    }

    /// <summary>Reads the directory at the end of the file.</summary>
    public static NpzDirectory Read(Stream file, string name)
    {
        var directory = new NpzDirectory(file, name);
        directory.ReadEntries(directory.FindDirectory());
        return directory;
    }

    /// <summary>Opens an array; <see langword="null"/> when there is none of that name.</summary>
    public NpyArray? TryOpen(string array)
    {
        if (!_entries.TryGetValue(array, out var entry)) return null;
        var name = $"{_name}/{array}.npy";
        var start = DataOffset(entry, name);
        if (entry.Method == 0) return NpyArray.At(new FilePart(_file, start, entry.Size), 0, entry.Size, name);
        DeflateStream Expand() => new(new FilePart(_file, start, entry.PackedSize), CompressionMode.Decompress);
        if (entry.Size <= LargestHeld)
        {
            var held = Hold(Expand, entry.Size, name);
            return NpyArray.At(held, 0, held.Length, name);
        }

        return NpyArray.At(new ExpandedStream(Expand, entry.PackedSize, name), 0, entry.Size, name);
    }

    /// <summary>The header of an array alone.</summary>
    public NpyHeader HeaderOf(string array)
    {
        var (entry, name) = (_entries[array], $"{_name}/{array}.npy");
        using var part = new FilePart(_file, DataOffset(entry, name), entry.PackedSize);
        if (entry.Method == 0) return NpyHeader.Read(part, entry.Size, name);
        using var expanded = new DeflateStream(part, CompressionMode.Decompress);
        return NpyHeader.Read(expanded, entry.Size, name);
    }

    /// <summary>Whether the array must be expanded from its start for every step back.</summary>
    public bool IsCostly(string array) => _entries.TryGetValue(array, out var entry) && entry.Method != 0 && entry.Size > LargestHeld;

    /// <summary>Grows with what really comes out, and not with what the directory claims.</summary>
    private static MemoryStream Hold(Func<Stream> expand, long size, string name)
    {
        using var expanded = expand();
        var (held, buffer) = (new MemoryStream(), new byte[1 << 16]);
        try
        {
            int read;
            while (held.Length < size && (read = expanded.Read(buffer, 0, (int)Math.Min(buffer.Length, size - held.Length))) > 0)
                held.Write(buffer, 0, read);
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            throw Damaged(name, "The compressed array is damaged.", e);
        }

        return held;
    }

    private (long Offset, long Length, long Count) FindDirectory()
    {
        var tail = new byte[Math.Min(_file.Length, EndBytes + LongestComment)];
        _file.Position = _file.Length - tail.Length;
        _file.ReadExactly(tail);
        var at = tail.AsSpan().LastIndexOf("PK\x05\x06"u8);
        if (at < 0 || at + EndBytes > tail.Length)
            throw Damaged(_name, "The directory at the end of the ZIP file is missing: the file was cut off.");
        var end = tail.AsSpan(at);
        var (count, length, offset) = ((long)BinaryPrimitives.ReadUInt16LittleEndian(end[10..]),
            (long)BinaryPrimitives.ReadUInt32LittleEndian(end[12..]),
            (long)BinaryPrimitives.ReadUInt32LittleEndian(end[16..]));
        if ((count == 0xFFFF || length == uint.MaxValue || offset == uint.MaxValue) && at >= 20
            && tail.AsSpan(at - 20).StartsWith("PK\x06\x07"u8))
            (offset, length, count) = LargeDirectory(BinaryPrimitives.ReadInt64LittleEndian(tail.AsSpan(at - 12)));
        if (offset < 0 || length is < 0 or > LargestDirectory || offset > _file.Length - length)
            throw Damaged(_name, $"The directory of the ZIP file should lie at byte {offset} and have {length} bytes; the "
                + $"file has {_file.Length}.");
        return (offset, length, count);
    }

    private (long Offset, long Length, long Count) LargeDirectory(long at)
    {
        var end = new byte[56];
        if (at < 0 || at > _file.Length - end.Length) throw Damaged(_name, $"The large directory of the ZIP file should lie at byte {at}.");
        _file.Position = at;
        _file.ReadExactly(end);
        if (!end.AsSpan().StartsWith("PK\x06\x06"u8)) throw Damaged(_name, $"There is no large directory at byte {at}.");
        return (BinaryPrimitives.ReadInt64LittleEndian(end.AsSpan(48)), BinaryPrimitives.ReadInt64LittleEndian(end.AsSpan(40)),
            BinaryPrimitives.ReadInt64LittleEndian(end.AsSpan(32)));
    }

    private void ReadEntries((long Offset, long Length, long Count) directory)
    {
        var bytes = new byte[directory.Length];
        _file.Position = directory.Offset;
        _file.ReadExactly(bytes);
        var rest = (ReadOnlySpan<byte>)bytes;
        for (var i = 0L; i < directory.Count && rest.Length >= EntryBytes && rest.StartsWith("PK\x01\x02"u8); i++)
        {
            var (name, extra, comment) = (BinaryPrimitives.ReadUInt16LittleEndian(rest[28..]),
                BinaryPrimitives.ReadUInt16LittleEndian(rest[30..]),
                BinaryPrimitives.ReadUInt16LittleEndian(rest[32..]));
            if (rest.Length < EntryBytes + name + extra + comment) break;
            Add(rest[..EntryBytes], Encoding.UTF8.GetString(rest.Slice(EntryBytes, name)), rest.Slice(EntryBytes + name, extra));
            rest = rest[(EntryBytes + name + extra + comment)..];
        }

        if (_entries.Count == 0) throw Damaged(_name, "The directory of the ZIP file names no array.");
    }

    private void Add(ReadOnlySpan<byte> fields, string name, ReadOnlySpan<byte> extra)
    {
        if (!name.EndsWith(".npy", StringComparison.Ordinal)) return;
        var (packed, size, offset) = ((long)BinaryPrimitives.ReadUInt32LittleEndian(fields[20..]),
            (long)BinaryPrimitives.ReadUInt32LittleEndian(fields[24..]),
            (long)BinaryPrimitives.ReadUInt32LittleEndian(fields[42..]));
        for (var large = LargeFields(extra); !large.IsEmpty; large = [])
        {
            if (size == uint.MaxValue) size = Take(ref large);
            if (packed == uint.MaxValue) packed = Take(ref large);
            if (offset == uint.MaxValue) offset = Take(ref large);
        }

        var (flags, method) = (BinaryPrimitives.ReadUInt16LittleEndian(fields[8..]), BinaryPrimitives.ReadUInt16LittleEndian(fields[10..]));
        if ((flags & 1) != 0) throw Damaged(_name, $"The array '{name}' is encrypted.");
        if (method is not (0 or 8))
            throw Damaged(_name, $"The array '{name}' is compressed in a way (method {method}) that NumPy does not use.");
        if (size < 0 || packed < 0 || offset < 0 || offset + packed > _file.Length || (method == 0 && packed != size))
            throw Damaged(_name, $"The array '{name}' should lie at byte {offset} and have {packed} bytes; the file has {_file.Length}.");
        _entries[name[..^4]] = new(method, packed, size, offset);
    }

    /// <summary>The extra field that holds sizes beyond 32 bits (section 4.5.3).</summary>
    private static ReadOnlySpan<byte> LargeFields(ReadOnlySpan<byte> extra)
    {
        while (extra.Length >= 4)
        {
            var (id, length) = (BinaryPrimitives.ReadUInt16LittleEndian(extra), BinaryPrimitives.ReadUInt16LittleEndian(extra[2..]));
            if (length > extra.Length - 4) break;
            if (id == 1) return extra.Slice(4, length);
            extra = extra[(4 + length)..];
        }

        return [];
    }

    private static long Take(ref ReadOnlySpan<byte> large)
    {
        if (large.Length < 8) return -1;
        var number = BinaryPrimitives.ReadInt64LittleEndian(large);
        large = large[8..];
        return number;
    }

    private long DataOffset(Entry entry, string name)
    {
        var local = new byte[LocalBytes];
        _file.Position = entry.Offset;
        _file.ReadExactlyOrFault(local, name);
        var start = entry.Offset + LocalBytes + BinaryPrimitives.ReadUInt16LittleEndian(local.AsSpan(26)) + BinaryPrimitives.ReadUInt16LittleEndian(local.AsSpan(28));
        if (!local.AsSpan().StartsWith("PK\x03\x04"u8) || start > _file.Length - entry.PackedSize)
            throw Damaged(name, $"The array does not begin at byte {entry.Offset}, as the directory of the ZIP file says.");
        return start;
    }

    private static RecordingFormatException Damaged(string name, string what, Exception? inner = null) =>
        new(name, null, what, "Its arrays cannot be read.", "Copy the file again from where it was saved.", inner);

    private sealed record Entry(int Method, long PackedSize, long Size, long Offset);
}
