using System.Buffers.Binary;
using System.IO.Compression;

namespace Pons.Formats.Delimited;

/// <summary>
/// A compressed text, read as if it were not. Going back expands it again from its start, so that memory stays small; reading on is cheap.
/// </summary>
internal sealed class GzipText : Stream
{
    /// <summary>So much may come out of a file whatever its size, and so many times its size beyond that: numbers shrink less.</summary>
    private const long SmallBytes = 1L << 28, LargestRatio = 200;

    private readonly Stream _file;
    private readonly string _name;
    private readonly byte[] _skipped = new byte[1 << 16];
    private GZipStream _text;
    private long _at;

    public GzipText(Stream file, string name)
    {
        (_file, _name) = (file, name);
        _file.Position = 0;
        _text = new(_file, CompressionMode.Decompress, leaveOpen: true);
    }

    public override bool CanRead => _file.CanRead;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    /// <summary>The length is known when everything has been expanded; nobody needs it before.</summary>
    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _at;
        set => Go(value);
    }

    /// <summary>Whether what came out so far has not the length that the end of the file states (RFC 1952, section 2.3.1, ISIZE).</summary>
    public bool IsCut
    {
        get
        {
            Span<byte> end = stackalloc byte[4];
            if (_file.Length < 18) return true;
            var place = _file.Position;
            _file.Position = _file.Length - end.Length;
            _file.ReadExactly(end);
            _file.Position = place;
            return BinaryPrimitives.ReadUInt32LittleEndian(end) != (uint)_at;
        }
    }

    public override int Read(Span<byte> buffer)
    {
        var read = _text.Read(buffer);
        _at += read;
        if (_at > SmallBytes && _at / LargestRatio > _file.Length)
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
            SeekOrigin.Current => _at + offset,
            _ => throw new NotSupportedException(),
        });
        return _at;
    }

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _text.Dispose();
            _file.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Go(long position)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(position);
        if (position < _at)
        {
            _text.Dispose();
            _file.Position = 0;
            _text = new(_file, CompressionMode.Decompress, leaveOpen: true);
            _at = 0;
        }

        while (_at < position && Read(_skipped.AsSpan(0, (int)Math.Min(_skipped.Length, position - _at))) > 0)
        {
        }
    }
}
