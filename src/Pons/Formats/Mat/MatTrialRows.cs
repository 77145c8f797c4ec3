namespace Pons.Formats.Mat;

/// <summary>An array of [trial × sample × channel] as a matrix of [sample × channel], one trial behind the other.</summary>
internal sealed class MatTrialRows(MatArray array) : MatArray(array.Class, [array.Size[0] * array.Size[1], array.Size[2]], array.StoredAs)
{
    private delegate void Reader<T>(MatPart part, Span<T> destination);

    public override void Read(MatPart part, Span<double> destination) => Read(part, destination, array.Read);

    public override void Read(MatPart part, Span<float> destination) => Read(part, destination, array.Read);

    private void Read<T>(MatPart part, Span<T> destination, Reader<T> read)
    {
        var samples = array.Size[1];
        for (var c = 0; c < part.Columns; c++)
            for (var done = 0; done < part.Rows;)
            {
                var (trial, sample) = Math.DivRem(part.Row + done, samples);
                var count = (int)Math.Min(part.Rows - done, samples - sample);
                read(new(trial, 1, (part.Column + c) * samples + sample, count), destination.Slice(c * part.Rows + done, count));
                done += count;
            }
    }
}
