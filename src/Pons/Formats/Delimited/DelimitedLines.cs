namespace Pons.Formats.Delimited;

/// <summary>Reads the rows of a text one after the other through a window; blank lines and remarks (%, #) are no rows.</summary>
/// <param name="file">The seekable text.</param>
/// <param name="name">Its name, for messages.</param>
internal sealed class DelimitedLines(Stream file, string name)
{
    private const int WindowBytes = 1 << 18, LongestLine = 1 << 24;
    private byte[] _window = new byte[WindowBytes];
    private long _windowStart;
    private int _at, _end;

    /// <summary>Where the row that was read last begins, in bytes from the start of the text.</summary>
    public long Offset { get; private set; }

    /// <summary>Where the next line begins.</summary>
    public long NextOffset => _windowStart + _at;

    /// <summary>Whether a line feed ended the row that was read last.</summary>
    public bool IsEnded { get; private set; }

    /// <summary>Goes to the start of a line.</summary>
    public void Seek(long offset)
    {
        if (offset >= _windowStart && offset <= _windowStart + _end) _at = (int)(offset - _windowStart);
        else (_windowStart, _at, _end) = (offset, 0, 0);
    }

    /// <summary>Reads the next row.</summary>
    /// <param name="row">The row without its end; valid until the next call.</param>
    /// <exception cref="RecordingFormatException">A line is longer than any row, or the file cannot be read any more.</exception>
    public bool TryNext(out ReadOnlySpan<byte> row)
    {
        while (TryNextLine(out row))
            if (!row.IsEmpty && row[0] is not ((byte)'%' or (byte)'#')) return true;
        return false;
    }

    /// <summary>Reads the next line, remarks and blank lines too.</summary>
    /// <param name="line">The line without its end; valid until the next call.</param>
    public bool TryNextLine(out ReadOnlySpan<byte> line)
    {
        var searched = 0;
        while (true)
        {
            var found = _window.AsSpan(_at + searched, _end - _at - searched).IndexOf((byte)'\n');
            if (found >= 0)
            {
                line = Taken(searched + found, 1);
                return true;
            }

            searched = _end - _at;
            if (Fill()) continue;
            line = searched > 0 ? Taken(searched, 0) : [];
            return searched > 0;
        }
    }

    private ReadOnlySpan<byte> Taken(int length, int ending)
    {
        var line = _window.AsSpan(_at, length);
        Offset = _windowStart + _at;
        IsEnded = ending > 0;
        _at += length + ending;
        return line is [.., (byte)'\r'] ? line[..^1] : line;
    }

    /// <summary>Brings more bytes behind those that are still needed.</summary>
    private bool Fill()
    {
        if (_at > 0)
        {
            _window.AsSpan(_at, _end - _at).CopyTo(_window);
            (_windowStart, _end, _at) = (_windowStart + _at, _end - _at, 0);
        }

        if (_end == _window.Length)
        {
            if (_window.Length >= LongestLine)
                throw new RecordingFormatException(name, _windowStart, $"A line is longer than {LongestLine} bytes.",
                    "No row of a recording is; the file is not the table that its beginning promises.", "Export the recording again.");
            Array.Resize(ref _window, _window.Length * 2);
        }

        try
        {
            ObjectDisposedException.ThrowIf(!file.CanRead, this);
            if (file.Position != _windowStart + _end) file.Position = _windowStart + _end;
            var read = file.Read(_window, _end, _window.Length - _end);
            _end += read;
            return read > 0;
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidDataException)
        {
            throw new RecordingFormatException(name, null, "The samples cannot be read any more.",
                "The file was closed, cut short or damaged since it was opened.", "Open the recording again.", e);
        }
    }
}
