namespace Pons.Formats.Mat;

/// <summary>Bytes that can be read at any place: of a file, or of what a part of it inflates to.</summary>
internal abstract class MatBytes
{
    /// <summary>How many bytes there are, or are promised.</summary>
    public abstract long Length { get; }

    /// <summary>Fills the destination from a place on.</summary>
    public abstract void Read(long position, Span<byte> destination);

    /// <summary>The byte of the file that a place belongs to, for messages.</summary>
    public abstract long PlaceOf(long position);

    /// <summary>The same bytes where places far apart can be read in turn without starting over each time.</summary>
    public virtual MatBytes Scattered(long position, long length) => this;
}
