using System.Buffers.Binary;

namespace Pons.Formats.Xdf;

/// <summary>Reads samples of one stream out of the chunks that its index points to, a window of the file at a time.</summary>
internal sealed class XdfRowReader(Stream file, string name, uint id, int rowBytes, XdfEntry[] entries)
{
    private const int WindowBytes = 1 << 20;

    private byte[] _window = [];
    private int _length, _at, _leftInChunk;
    private long _next, _end;

    /// <summary>The entry that a sample belongs to.</summary>
    public int EntryOf(long stored)
    {
        var (low, high) = (0, entries.Length - 1);
        while (low < high)
        {
            var middle = (low + high + 1) >>> 1;
            if (entries[middle].FirstStored <= stored) low = middle;
            else high = middle - 1;
        }

        return low;
    }

    /// <summary>Copies the values of samples, as they stand in the file, behind each other.</summary>
    /// <param name="firstStored">Number of the first sample.</param>
    /// <param name="values">Whole rows to fill.</param>
    /// <returns>How many samples were read, at least one: those that a window holds.</returns>
    public int ReadValues(long firstStored, Span<byte> values)
    {
        Seek(firstStored);
        var window = _window.AsSpan(0, _length);
        var (at, read) = (_at, 0);
        var wanted = (int)Math.Min(values.Length / rowBytes, _end - _next);
        while (read < wanted)
        {
            if (_leftInChunk == 0) at = NextChunk(at);
            var rows = Math.Min(wanted - read, _leftInChunk);
            _leftInChunk -= rows;
            for (var into = values.Slice(read * rowBytes, rows * rowBytes); !into.IsEmpty; into = into[rowBytes..])
            {
                if (at >= window.Length || at + 1 + window[at] + rowBytes > window.Length) throw Changed();
                at += 1 + window[at];
                window.Slice(at, rowBytes).CopyTo(into);
                at += rowBytes;
            }

            read += rows;
        }

        (_at, _next) = (at, _next + read);
        return read;
    }

    /// <summary>Reads the time stamps of an entry as they stand in the file; one that is missing is that of the sample before.</summary>
    public double[] ReadStamps(int entry)
    {
        var stamps = new double[entries[entry].Count];
        Load(entry);
        var window = _window.AsSpan(0, _length);
        var at = 0;
        for (var i = 0; i < stamps.Length; i++)
        {
            if (_leftInChunk == 0) at = NextChunk(at);
            _leftInChunk--;
            if (at >= window.Length || at + 1 + window[at] + rowBytes > window.Length) throw Changed();
            var stamp = window[at] == 0 ? double.NaN : BinaryPrimitives.ReadDoubleLittleEndian(window[(at + 1)..]);
            stamps[i] = i == 0 ? entries[entry].FirstStamp : Math.Abs(stamp) <= XdfClock.LargestSeconds ? stamp : stamps[i - 1];
            at += 1 + window[at] + rowBytes;
        }

        _end = 0;
        return stamps;
    }

    /// <summary>Goes to a sample; the next one in the file costs nothing.</summary>
    private void Seek(long stored)
    {
        if (stored == _next && _next < _end) return;
        if (stored < _next || stored >= _end) Load(EntryOf(stored));
        for (; _next < stored; _next++, _leftInChunk--)
        {
            if (_leftInChunk == 0) _at = NextChunk(_at);
            if (_at >= _length) throw Changed();
            _at += 1 + _window[_at] + rowBytes;
        }
    }

    /// <summary>Reads an entry, and those behind it that fit into the window with it.</summary>
    private void Load(int entry)
    {
        var first = entries[entry];
        var last = entry;
        while (last + 1 < entries.Length && !entries[last + 1].FollowsDamage
            && entries[last + 1].EndOffset - first.Offset <= WindowBytes) last++;
        _end = 0;
        _length = (int)(entries[last].EndOffset - first.Offset);
        if (_window.Length < _length) _window = GC.AllocateUninitializedArray<byte>(_length);
        Fill(first.Offset);
        (_at, _next, _leftInChunk) = (0, first.FirstStored, first.LeftInChunk);
        _end = entries[last].FirstStored + entries[last].Count;
    }

    private void Fill(long offset)
    {
        try
        {
            ObjectDisposedException.ThrowIf(!file.CanRead, this);
            file.Position = offset;
            file.ReadExactly(_window.AsSpan(0, _length));
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            throw new RecordingFormatException(name, null, "The samples cannot be read any more.",
                "The file was closed or cut short since it was opened.", "Open the recording again.", e);
        }
    }

    /// <summary>Goes to the first sample of the stream's next chunk; chunks of others may stand before it.</summary>
    private int NextChunk(int at)
    {
        while (true)
        {
            var head = _window.AsSpan(at, Math.Min(_length - at, XdfLayout.LongestHead + 4 + 9));
            var size = XdfLayout.ReadNumber(head, out var length);
            if (size == 0 || length < 2 || head.Length < size + 2) throw Changed();
            if (IsOfStream(head[size..]))
            {
                var countSize = XdfLayout.ReadNumber(head[(size + 6)..], out var count);
                if (countSize == 0) throw Changed();
                _leftInChunk = (int)Math.Min(count, int.MaxValue);
                if (count > 0) return at + size + 6 + countSize;
            }

            if (length > _length - at - size) throw Changed();
            at += size + (int)length;
        }
    }

    /// <summary>Whether a chunk, from its tag on, holds samples of the stream.</summary>
    private bool IsOfStream(ReadOnlySpan<byte> chunk) =>
        chunk.Length >= 6 && BinaryPrimitives.ReadUInt16LittleEndian(chunk) == (ushort)XdfTag.Samples
        && BinaryPrimitives.ReadUInt32LittleEndian(chunk[2..]) == id;

    private RecordingFormatException Changed() => new(name, null, "The chunks are not where they were when the file was opened.",
        "The file was changed since.", "Open the recording again.");
}
