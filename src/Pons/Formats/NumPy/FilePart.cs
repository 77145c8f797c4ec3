namespace Pons.Formats.NumPy;

/// <summary>A stretch of a file, read with a place of its own, so that several can be read in turns.</summary>
internal sealed class FilePart(Stream file, long start, long length) : Stream
{
    private long _at;

    public override bool CanRead => file.CanRead;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position
    {
        get => _at;
        set => _at = value;
    }

    public override int Read(Span<byte> buffer)
    {
        if (_at >= length) return 0;
        file.Position = start + _at;
        var read = file.Read(buffer[..(int)Math.Min(buffer.Length, length - _at)]);
        _at += read;
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override long Seek(long offset, SeekOrigin origin) =>
        _at = origin switch { SeekOrigin.Begin => offset, SeekOrigin.Current => _at + offset, _ => length + offset };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
