namespace Pons.Formats.Mat;

/// <summary>Bytes in memory, which were inflated from one place of a file.</summary>
internal sealed class MatHeldBytes(ReadOnlyMemory<byte> bytes, string name, long start, long place) : MatBytes
{
    public override long Length => start + bytes.Length;

    public override long PlaceOf(long position) => place;

    public override void Read(long position, Span<byte> destination)
    {
        if (position < start || position > Length - destination.Length)
            throw new RecordingFormatException(name, place, "A compressed variable ends too soon.", "What follows is missing.",
                "Save the file again.");
        bytes.Span.Slice((int)(position - start), destination.Length).CopyTo(destination);
    }
}
