using System.IO.Compression;

namespace Pons.Formats.Mat;

/// <summary>
/// What a compressed variable inflates to. Deflate can only be read forwards: the last stretch is kept, and a place before it is
/// reached by inflating from the start again. Places far apart are read from a copy, in memory or in a temporary file.
/// </summary>
internal sealed class MatInflatedBytes : MatBytes, IDisposable
{
    private const int BlockBytes = 1 << 18, BlocksKept = 4, MostHeld = 1 << 21;

    /// <summary>A byte of deflate makes at most so many (258 bytes in two bits, RFC 1951).</summary>
    private const long MostExpansion = 1032;

    private readonly MatStoredBytes _file;
    private readonly long _start, _compressed;
    private readonly byte[][] _blocks = new byte[BlocksKept][];
    private readonly List<MatCopiedBytes> _copies = [];
    private ZLibStream? _inflater;
    private long _next;

    /// <summary>Describes a compressed stretch that says how much it inflates to.</summary>
    public MatInflatedBytes(MatStoredBytes file, long start, long compressed, long length)
    {
        if (length > (compressed + 1) * MostExpansion)
            throw new RecordingFormatException(file.Name, start,
                $"A compressed variable of {compressed} bytes claims to hold {length}, more than compression can save.",
                "Its length cannot be right.", "Save the file again.");
        (_file, _start, _compressed, Length) = (file, start, compressed, length);
    }

    public override long Length { get; }

    /// <summary>Inflates only the beginning, as far as there is one.</summary>
    public static byte[] Peek(MatStoredBytes file, long start, long compressed, int most)
    {
        var first = new byte[most];
        using var inflater = new ZLibStream(new MatStretch(file, start, compressed), CompressionMode.Decompress);
        try
        {
            return first[..inflater.ReadAtLeast(first, most, throwOnEndOfStream: false)];
        }
        catch (InvalidDataException e)
        {
            throw Torn(file, start, e);
        }
    }

    public override long PlaceOf(long position) => _start;

    public override void Read(long position, Span<byte> destination)
    {
        if (position < 0 || position > Length - destination.Length) throw Torn(_file, _start, null);
        while (!destination.IsEmpty)
        {
            var within = (int)(position % BlockBytes);
            var block = Block(position / BlockBytes).AsSpan(within);
            var count = Math.Min(block.Length, destination.Length);
            block[..count].CopyTo(destination);
            destination = destination[count..];
            position += count;
        }
    }

    /// <summary>Small stretches go to memory, large ones to a file that nobody else sees and that is gone when it is closed.</summary>
    public override MatBytes Scattered(long position, long length)
    {
        if (length <= MostHeld)
        {
            var bytes = new byte[length];
            Read(position, bytes);
            return new MatHeldBytes(bytes, _file.Name, position, _start);
        }

        try
        {
            return CopyToFile(position, length);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RecordingFormatException(_file.Name, _start,
                $"A compressed matrix of {length:N0} bytes has one row for each sample, and no temporary file can be made for it: {e.Message}",
                "Compressed numbers can only be read in the order in which they stand.",
                "Make room in the folder for temporary files, or save the file without compression (save -v6).", e);
        }
    }

    /// <summary>Gives back what inflating needs; it begins anew when it is asked for again.</summary>
    public void Rest()
    {
        _inflater?.Dispose();
        _inflater = null;
        Array.Clear(_blocks);
    }

    public void Dispose()
    {
        Rest();
        foreach (var copy in _copies) copy.Dispose();
    }

    private MatCopiedBytes CopyToFile(long position, long length)
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.Delete,
            Options = FileOptions.DeleteOnClose,
            BufferSize = 0,
        });
        try
        {
            // Where an open file can be deleted, nothing is left behind even when the process is killed.
            if (!OperatingSystem.IsWindows()) File.Delete(path);
            var buffer = new byte[BlockBytes];
            for (var at = 0L; at < length; at += buffer.Length)
            {
                var part = buffer.AsSpan(0, (int)Math.Min(buffer.Length, length - at));
                Read(position + at, part);
                file.Write(part);
            }

            var copy = new MatCopiedBytes(file, _file.Name, position, _start);
            _copies.Add(copy);
            return copy;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private byte[] Block(long number)
    {
        if (_inflater is null || number < _next - BlocksKept) Restart();
        while (number >= _next) InflateNext();
        return _blocks[number % BlocksKept];
    }

    private void Restart()
    {
        Rest();
        _inflater = new(new MatStretch(_file, _start, _compressed), CompressionMode.Decompress);
        _next = 0;
    }

    private void InflateNext()
    {
        var count = (int)Math.Min(BlockBytes, Length - _next * BlockBytes);
        var block = _blocks[_next % BlocksKept] ??= new byte[count];
        // Nulled first: after a fault the place within the stream would be unknown.
        var inflater = _inflater!;
        _inflater = null;
        try
        {
            if (inflater.ReadAtLeast(block.AsSpan(0, count), count, throwOnEndOfStream: false) < count) throw Torn(_file, _start, null);
            _next++;
            _inflater = inflater;
        }
        catch (InvalidDataException e)
        {
            throw Torn(_file, _start, e);
        }
        finally
        {
            if (_inflater is null) inflater.Dispose();
        }
    }

    private static RecordingFormatException Torn(MatStoredBytes file, long start, Exception? inner) => new(
        file.Name, start, "The compressed variable that begins here does not inflate to what it promises.",
        "Its bytes were changed or cut off, so that none of its numbers can be trusted.", "Copy the file again from where it was saved.", inner);
}
