namespace Pons.Sessions;

/// <summary>
/// A file that holds whole chunks only: each write is one, and when the disk refuses it the file is cut back to the end of the chunk before,
/// and the write is tried again until there is room or the recorder gives up. One thread.
/// </summary>
/// <param name="file">The file, without a buffer of its own.</param>
/// <param name="refused">Called when a write was refused; waits for the next attempt and says whether there is one.</param>
/// <param name="accepted">Called when the disk takes a chunk again.</param>
internal sealed class WholeChunkFile(Stream file, Func<IOException, bool> refused, Action accepted) : Stream
{
    private long _end;
    private bool _isRefusing;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    /// <summary>Bytes of the whole chunks that were written.</summary>
    public override long Length => Volatile.Read(ref _end);

    public override long Position
    {
        get => Length;
        set => throw new NotSupportedException("A recording is only appended to.");
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!TryWrite(buffer, out var fault))
        {
            _isRefusing = true;
            if (!refused(fault!)) throw fault!;
        }

        Volatile.Write(ref _end, _end + buffer.Length);
        if (!_isRefusing) return;
        _isRefusing = false;
        accepted();
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush() => file.Flush();

    /// <summary>Forces everything to the disk.</summary>
    /// <exception cref="IOException">The disk refuses.</exception>
    public void Sync()
    {
        if (file is FileStream real) real.Flush(flushToDisk: true);
        else file.Flush();
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) file.Dispose();
        base.Dispose(disposing);
    }

    private bool TryWrite(ReadOnlySpan<byte> buffer, out IOException? fault)
    {
        try
        {
            if (_isRefusing) CutBack();
            file.Write(buffer);
            fault = null;
            return true;
        }
        catch (IOException refusal)
        {
            fault = refusal;
            TryCutBack();
            return false;
        }
    }

    private void CutBack()
    {
        file.SetLength(_end);
        file.Position = _end;
    }

    private void TryCutBack()
    {
        try
        {
            CutBack();
        }
        catch (IOException)
        {
            // Tried again before the next write; a reader passes over a torn tail and says so.
        }
    }
}
