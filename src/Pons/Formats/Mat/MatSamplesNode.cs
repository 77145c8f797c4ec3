namespace Pons.Formats.Mat;

/// <summary>A matrix of samples to be written, whose numbers come when it is their turn.</summary>
/// <param name="IsDouble">Whether they are double or single precision.</param>
/// <param name="Rows">Length of the first dimension.</param>
/// <param name="Columns">Length of the second dimension.</param>
/// <param name="WriteSamples">Writes all numbers, little-endian, column after column.</param>
internal sealed record MatSamplesNode(bool IsDouble, long Rows, long Columns, Action<Stream> WriteSamples)
    : MatNode(IsDouble ? MatClass.Double : MatClass.Single, [Rows, Columns])
{
    private long DataBytes => checked(Rows * Columns * (IsDouble ? 8 : 4));

    protected override long ContentBytes => 8 + Padded(DataBytes);

    protected override void WriteContent(Stream file)
    {
        Tag(file, IsDouble ? Mat5Tag.Double : Mat5Tag.Single, DataBytes);
        WriteSamples(file);
        Pad(file, DataBytes);
    }
}
