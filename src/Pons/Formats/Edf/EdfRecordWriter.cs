using System.Collections.Immutable;
using Pons.Streams;

namespace Pons.Formats.Edf;

/// <summary>Stores the samples record by record, and keeps account of how far values move.</summary>
internal sealed class EdfRecordWriter
{
    private const int RecordsPerReport = 64;
    private readonly EdfDialect _dialect;
    private readonly EdfRecordPlan _plan;
    private readonly EdfRefusal _refusal;
    private readonly ImmutableArray<RecordedStream> _streams;
    private readonly EdfNewSignal[][] _signals;
    private readonly double[][] _rows;
    private readonly long[] _firstOfRows;
    private readonly int[] _digital;

    public EdfRecordWriter(
        EdfDialect dialect, EdfRecordPlan plan, EdfRefusal refusal, ImmutableArray<RecordedStream> streams, EdfNewSignal[][] signals)
    {
        (_dialect, _plan, _refusal, _streams, _signals) = (dialect, plan, refusal, streams, signals);
        _rows = [.. streams.Select((s, i) => new double[s.Info.ChannelCount * plan.SamplesPerRecord[i]])];
        _firstOfRows = new long[streams.Length];
        _digital = new int[plan.SamplesPerRecord.Max()];
        LargestErrors = [.. streams.Select(s => new double[s.Info.ChannelCount])];
    }

    /// <summary>Largest difference between a stored and an original value, by stream and channel.</summary>
    public double[][] LargestErrors { get; }

    /// <summary>Appends all records.</summary>
    /// <param name="file">Gets the records.</param>
    /// <param name="annotations">The annotation bytes of each record.</param>
    /// <param name="progress">Told which part is written.</param>
    /// <param name="cancellation">Ends the writing.</param>
    public void Write(Stream file, IEnumerable<byte[]> annotations, Action<double>? progress, CancellationToken cancellation)
    {
        var sampleBytes = _rows.Sum(r => r.Length) * _dialect.SampleBytes;
        var (total, number, segment, firstOfSegment) = (_plan.RecordsPerSegment.Sum(), 0L, 0, 0L);
        byte[] record = [];
        foreach (var annotation in annotations)
        {
            cancellation.ThrowIfCancellationRequested();
            if (record.Length == 0) record = new byte[sampleBytes + annotation.Length];
            while (number - firstOfSegment >= _plan.RecordsPerSegment[segment]) firstOfSegment += _plan.RecordsPerSegment[segment++];
            Fill(segment, number++ - firstOfSegment, record);
            annotation.CopyTo(record, sampleBytes);
            file.Write(record);
            if (number % RecordsPerReport == 0 || number == total) progress?.Invoke((double)number / total);
        }
    }

    private void Fill(int segment, long number, Span<byte> record)
    {
        for (var i = 0; i < _streams.Length; i++)
        {
            var offset = number * _plan.SamplesPerRecord[i];
            _firstOfRows[i] = _streams[i].Segments[segment].FirstSampleIndex + offset;
            ReadRows(_streams[i], _streams[i].Segments[segment], offset, _rows[i]);
            for (var c = 0; c < _signals[i].Length; c++)
            {
                var bytes = _plan.SamplesPerRecord[i] * _dialect.SampleBytes;
                Store(i, c, record[..bytes]);
                record = record[bytes..];
            }
        }
    }

    /// <summary>Rows of one record; behind the end of the stretch the last row is repeated, so that no step looks like a signal.</summary>
    private static void ReadRows(RecordedStream stream, RecordedSegment segment, long offset, double[] rows)
    {
        var width = stream.Info.ChannelCount;
        var wanted = rows.Length / width;
        var present = (int)Math.Clamp(segment.SampleCount - offset, 0, wanted);
        stream.Read(segment.FirstSampleIndex + offset, rows.AsSpan(0, present * width));
        if (present == 0) stream.Read(segment.EndSampleIndex - 1, rows.AsSpan(0, width));
        for (var row = Math.Max(1, present); row < wanted; row++) rows.AsSpan((row - 1) * width, width).CopyTo(rows.AsSpan(row * width));
    }

    private void Store(int stream, int channel, Span<byte> into)
    {
        var (rows, width) = (_rows[stream], _signals[stream].Length);
        var (scaling, isSingle) = (_signals[stream][channel].Scaling, _streams[stream].StoredAs == SampleType.Float32);
        var (error, at) = (LargestErrors[stream][channel], 0);
        for (var i = channel; i < rows.Length; i += width)
        {
            var digital = scaling.ToDigital(rows[i]);
            _digital[at++] = digital;
            var back = scaling.ToPhysical(digital);
            var moved = Math.Abs((float)back - (double)(float)rows[i]);
            if (!isSingle) moved = Math.Max(moved, Math.Abs(back - rows[i]));
            // Stays what it is once a value is no number.
            error = Math.Max(error, moved);
        }

        if (!double.IsFinite(error)) throw RefusalOfValue(stream, channel);
        LargestErrors[stream][channel] = error;
        EdfNumber.Write(_digital.AsSpan(0, at), _dialect.SampleBytes, into);
    }

    private RecordingFormatException RefusalOfValue(int stream, int channel)
    {
        var (rows, width) = (_rows[stream], _signals[stream].Length);
        var row = 0;
        while (double.IsFinite(rows[row * width + channel])) row++;
        return _refusal.OfValue(rows[row * width + channel], _firstOfRows[stream] + row, _streams[stream].Info.Channels[channel]);
    }
}
