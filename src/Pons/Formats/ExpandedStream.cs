namespace Pons.Formats;

/// <summary>
/// What comes out of compressed bytes, read as if it were a file. Going back expands it again from its start, so that memory stays
/// small; reading on is cheap.
/// </summary>
internal class ExpandedStream : Stream
{
    /// <summary>So much may come out whatever the size, and so many times the size beyond that: numbers shrink less.</summary>
    private const long SmallBytes = 1L << 28, LargestRatio = 200;

    private readonly Func<Stream> _expand;
    private readonly long _packedLength;
    private readonly string _name;
    private readonly byte[] _skipped = new byte[1 << 16];
    private Stream? _expanded;

    /// <summary>Reads what a stream gives.</summary>
    /// <param name="expand">Begins to expand from the start; what it gives is disposed.</param>
    /// <param name="packedLength">Compressed bytes.</param>
    /// <param name="name">Name of the file, for messages.</param>
    public ExpandedStream(Func<Stream> expand, long packedLength, string name) =>
        (_expand, _packedLength, _name) = (expand, packedLength, name);

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    /// <summary>The length is known when everything has been expanded; nobody needs it before.</summary>
    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => At;
        set => Go(value);
    }

    /// <summary>How much has come out.</summary>
    protected long At { get; private set; }

    public override int Read(Span<byte> buffer)
    {
        _expanded ??= _expand();
        var read = _expanded.Read(buffer);
        At += read;
        if (At > SmallBytes && At / LargestRatio > _packedLength)
            throw new RecordingFormatException(_name, null, $"More than {LargestRatio} times its size comes out of the compressed file.",
                "No recording shrinks so far; such files are made to fill the memory of whoever opens them.",
                "If it is a recording, expand it first and give the expanded file.");
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override long Seek(long offset, SeekOrigin origin)
    {
        Go(origin switch
        {
            SeekOrigin.Begin => offset,
            SeekOrigin.Current => At + offset,
            _ => throw new NotSupportedException(),
        });
        return At;
    }

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) _expanded?.Dispose();
        base.Dispose(disposing);
    }

    private void Go(long position)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(position);
        if (position < At)
        {
            _expanded?.Dispose();
            (_expanded, At) = (null, 0);
        }

        while (At < position && Read(_skipped.AsSpan(0, (int)Math.Min(_skipped.Length, position - At))) > 0)
        {
        }
    }
}
