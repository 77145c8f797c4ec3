namespace Pons.Formats.Mat;

/// <summary>Bytes in a temporary file, which were inflated from one place of a file.</summary>
internal sealed class MatCopiedBytes(FileStream copy, string name, long start, long place) : MatBytes, IDisposable
{
    private readonly MatStoredBytes _bytes = new(copy, name);

    public override long Length => start + _bytes.Length;

    public override long PlaceOf(long position) => place;

    public override void Read(long position, Span<byte> destination) => _bytes.Read(position - start, destination);

    public void Dispose() => _bytes.Dispose();
}
