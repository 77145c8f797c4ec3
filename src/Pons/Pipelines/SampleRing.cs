namespace Pons.Pipelines;

/// <summary>The newest samples of a stream, without a gap between them, in bounded memory. One thread.</summary>
internal sealed class SampleRing(int channelCount, int capacity)
{
    private readonly float[] _rows = new float[channelCount * capacity];
    private long _contiguousFrom;

    /// <summary>One past the newest sample.</summary>
    public long EndIndex { get; private set; }

    /// <summary>The oldest sample that is still held.</summary>
    public long StartIndex => Math.Max(_contiguousFrom, EndIndex - capacity);

    /// <summary>Forgets everything; the next sample has this index.</summary>
    public void Restart(long index) => EndIndex = _contiguousFrom = index;

    /// <summary>Takes samples [sample × channel].</summary>
    public void Append(ReadOnlySpan<float> rows)
    {
        while (!rows.IsEmpty)
        {
            var row = (int)(EndIndex % capacity);
            var count = Math.Min(capacity - row, rows.Length / channelCount);
            rows[..(count * channelCount)].CopyTo(_rows.AsSpan(row * channelCount));
            rows = rows[(count * channelCount)..];
            EndIndex += count;
        }
    }

    /// <summary>Copies held samples into a new array [channel × sample].</summary>
    public double[] ToChannelMajor(long first, int count)
    {
        var result = GC.AllocateUninitializedArray<double>(channelCount * count);
        CopyChannelMajor(first, count, result);
        return result;
    }

    /// <summary>Copies held samples into an array [channel × sample] that is there already.</summary>
    public void CopyChannelMajor(long first, int count, double[] result)
    {
        var row = (int)(first % capacity);
        var untilWrap = Math.Min(count, capacity - row);
        Transpose(row, 0, untilWrap, count, result);
        Transpose(0, untilWrap, count - untilWrap, count, result);
    }

    // Sixteen samples of all channels at a time stay in the first cache while they are scattered.
    private void Transpose(int row, int column, int rows, int stride, double[] result)
    {
        const int tile = 16;
        for (var start = 0; start < rows; start += tile)
        {
            var size = Math.Min(tile, rows - start);
            var source = _rows.AsSpan((row + start) * channelCount, size * channelCount);
            for (var channel = 0; channel < channelCount; channel++)
            {
                var target = result.AsSpan(channel * stride + column + start, size);
                for (var i = 0; i < target.Length; i++) target[i] = source[i * channelCount + channel];
            }
        }
    }
}
