using System.Buffers;
using System.Collections.Immutable;
using Pons.Streams;

namespace Pons.Formats.Delimited;

/// <summary>Rows of a text, read as numbers when they are asked for.</summary>
internal sealed class DelimitedStream : RecordedStream
{
    private readonly DelimitedLayout _layout;
    private readonly DelimitedIndex _index;
    private readonly DelimitedLines _lines;
    private readonly string _name;
    private long _nextRow = -1;
    private (long Row, double Seconds) _timed = (-1, 0);

    public DelimitedStream(
        Stream file, string name, DelimitedLayout layout, DelimitedIndex index, StreamInfo info,
        ImmutableArray<RecordedSegment> segments, ImmutableArray<Marker> markers)
        : base(info, segments, markers)
    {
        (_name, _layout, _index, _lines) = (name, layout, index, new(file, name));
        Details = layout.Details;
    }

    public override SampleType StoredAs => SampleType.Text;

    public override ImmutableArray<RecordedChannel> Details { get; }

    /// <summary>Rows without a rate keep the times that stand in them.</summary>
    public override Timestamp TimeOf(long sampleIndex)
    {
        var nominal = base.TimeOf(sampleIndex);
        if (Info.RateHz is not null || _layout.Time is null) return nominal;
        if (_timed.Row != sampleIndex)
        {
            GoTo(sampleIndex);
            if (!_lines.TryNext(out var row)) throw Shorter(sampleIndex);
            _nextRow = -1;
            _timed = (sampleIndex, DelimitedIndex.TimeOf(_layout, row));
        }

        return double.IsFinite(_timed.Seconds) && Math.Abs(_timed.Seconds) < 1e9
            ? Timestamp.FromSeconds(Info.Clock, _timed.Seconds) : nominal;
    }

    protected override void ReadStored(long firstStored, Span<double> destination)
    {
        GoTo(firstStored);
        var width = Info.ChannelCount;
        var row = firstStored;
        for (; !destination.IsEmpty; destination = destination[width..], row++)
        {
            if (!_lines.TryNext(out var line)) throw Shorter(row);
            if (row == firstStored && _layout.Time is not null && Info.RateHz is null) _timed = (row, DelimitedIndex.TimeOf(_layout, line));
            Convert(line, destination[..width]);
        }

        _nextRow = row;
    }

    protected override void ReadStored(long firstStored, Span<float> destination)
    {
        GoTo(firstStored);
        var width = Info.ChannelCount;
        var values = ArrayPool<double>.Shared.Rent(width);
        var row = firstStored;
        for (; !destination.IsEmpty; destination = destination[width..], row++)
        {
            if (!_lines.TryNext(out var line)) throw Shorter(row);
            if (row == firstStored && _layout.Time is not null && Info.RateHz is null) _timed = (row, DelimitedIndex.TimeOf(_layout, line));
            Convert(line, values.AsSpan(0, width));
            for (var c = 0; c < width; c++) destination[c] = (float)values[c];
        }

        ArrayPool<double>.Shared.Return(values);
        _nextRow = row;
    }

    /// <summary>Turns one row into numbers.</summary>
    private void Convert(ReadOnlySpan<byte> row, Span<double> values)
    {
        var rest = row;
        var hasMore = true;
        for (var column = 0; column < _layout.Targets.Length; column++)
        {
            if (!hasMore) throw Short(row, column);
            var target = _layout.Targets[column];
            if (target < 0)
            {
                _layout.Dialect.Take(ref rest, out hasMore);
                continue;
            }

            values[target] = TakeNumber(ref rest, out hasMore) * _layout.Gains[target];
        }
    }

    /// <summary>Reads a number straight from the row; only what does not look like one is first cut out as a cell.</summary>
    private double TakeNumber(scoped ref ReadOnlySpan<byte> rest, out bool hasMore)
    {
        var at = 0;
        while (at < rest.Length && rest[at] == ' ') at++;
        if (!_layout.Dialect.IsBlank && DelimitedNumber.TryRead(rest, ref at, _layout.Dialect.DecimalSymbol, out var value))
        {
            while (at < rest.Length && rest[at] == ' ') at++;
            hasMore = at < rest.Length && rest[at] == _layout.Dialect.Delimiter;
            if (hasMore || at == rest.Length)
            {
                rest = hasMore ? rest[(at + 1)..] : [];
                return value;
            }
        }

        var cell = _layout.Dialect.Take(ref rest, out hasMore);
        at = 0;
        if (DelimitedNumber.IsMissing(cell)) return double.NaN;
        return DelimitedNumber.TryRead(cell, ref at, _layout.Dialect.DecimalSymbol, out value) && at == cell.Length
            ? value : throw NoNumber(cell);
    }

    private void GoTo(long row)
    {
        if (row == _nextRow) return;
        var (known, offset) = _index.Before(row);
        if (_nextRow >= known && _nextRow < row) known = _nextRow;
        else _lines.Seek(offset);
        _nextRow = -1;
        for (; known < row; known++)
            if (!_lines.TryNext(out _)) throw Shorter(row);
    }

    private RecordingFormatException NoNumber(ReadOnlySpan<byte> cell) => new(_name, _lines.Offset,
        $"A cell of the row is '{_layout.Encoding.GetString(cell[..Math.Min(cell.Length, 40)])}', which is no number, though its "
            + "column holds numbers before.",
        "What the sample is cannot be known.", "Correct the cell, or leave it empty if there is no value.");

    private RecordingFormatException Short(ReadOnlySpan<byte> row, int found) => new(_name, _lines.Offset,
        $"The row '{_layout.Encoding.GetString(row[..Math.Min(row.Length, 60)])}' has {found} cells; at least "
            + $"{_layout.Targets.Length} were expected.",
        "Which sample belongs to which channel cannot be known.", "Correct or remove the row.");

    private RecordingFormatException Shorter(long row) => new(_name, null, $"Row {row + 1} is not there any more.",
        "The file was cut short or changed since it was opened.", "Open the recording again.");
}
