using System.Collections.Immutable;
using Pons.Formats.Mat;
using Pons.Hdf5.Library;
using Pons.Streams;

namespace Pons.Hdf5.Matlab;

/// <summary>Numbers in a data set. HDF5 lets the last dimension run fastest, MATLAB the first: the dimensions stand in reverse.</summary>
internal sealed class Hdf5MatArray(MatClass kind, ImmutableArray<long> size, Hdf5Dataset data)
    : MatArray(kind, size, data.StoredAs ?? SampleType.Float64)
{
    private delegate void Reader<T>(ReadOnlySpan<long> start, ReadOnlySpan<long> count, Span<T> destination);

    public override void Read(MatPart part, Span<double> destination) => Read(part, destination, data.Read);

    public override void Read(MatPart part, Span<float> destination) => Read(part, destination, data.Read);

    private void Read<T>(MatPart part, Span<T> destination, Reader<T> read)
    {
        if (Size.Length == 2)
        {
            read([part.Column, part.Row], [part.Columns, part.Rows], destination);
            return;
        }

        // Columns of more than two dimensions are read in runs along the second one.
        Span<long> start = stackalloc long[Size.Length], lengths = stackalloc long[Size.Length];
        for (var done = 0; done < part.Columns;)
        {
            var column = part.Column + done;
            var count = (int)Math.Min(part.Columns - done, Size[1] - column % Size[1]);
            start.Clear();
            lengths.Fill(1);
            (start[^1], lengths[^1]) = (part.Row, part.Rows);
            (start[^2], lengths[^2]) = (column % Size[1], count);
            var rest = column / Size[1];
            for (var d = 2; d < Size.Length; d++) (start[^(d + 1)], rest) = (rest % Size[d], rest / Size[d]);
            read(start, lengths, destination.Slice(done * part.Rows, count * part.Rows));
            done += count;
        }
    }
}
