namespace Pons.Hdf5.Library;

/// <summary>Takes the bytes of whole rows and puts them into a data set, one stretch behind the other.</summary>
internal sealed class Hdf5RowStream(Hdf5Writer file, Hdf5Handle data, string memoryType, int columns, int bytesEach) : Stream
{
    private ulong _row;

    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        var rows = (ulong)(buffer.Length / (columns * bytesEach));
        if (rows == 0 || buffer.Length % (columns * bytesEach) != 0) throw new ArgumentException("The bytes are no whole rows.", nameof(buffer));
        file.FillRows(data, memoryType, _row, rows, (ulong)columns, buffer);
        _row += rows;
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
