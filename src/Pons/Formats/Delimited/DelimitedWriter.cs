using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Pons.Streams;

namespace Pons.Formats.Delimited;

/// <summary>
/// Writes a recording as a table: a line of names, then a row for each sample with its time, the values and the markers that lie at it.
/// Numbers have as many digits as it takes to read the same number again.
/// </summary>
internal sealed class DelimitedWriter
{
    /// <summary>Name of the first column of a table that Pons writes.</summary>
    public const string TimeName = "time_s";

    /// <summary>Name of its last column.</summary>
    public const string MarkerName = "marker";

    private const int ValuesPerBlock = 1 << 16, LongestNumber = 32;
    private readonly Recording _content;
    private readonly string _file;
    private readonly char _delimiter;
    private readonly CreationOptions _options;
    private readonly CancellationToken _cancellation;
    private readonly ImmutableArray<RecordedStream> _streams;
    private readonly List<string> _warnings = [];
    private byte[] _text = new byte[1 << 16];
    private int _length;

    public DelimitedWriter(Recording content, string file, char delimiter, CreationOptions options, CancellationToken cancellation)
    {
        (_content, _file, _delimiter, _options, _cancellation) = (content, file, delimiter, options, cancellation);
        _streams = [.. content.Streams.Where(s => s.StoredCount > 0)];
        foreach (var empty in content.Streams.Except(_streams))
            _warnings.Add($"Stream '{empty.Info.Name}' holds no sample and is left out.");
        RefuseWhatDoesNotFit();
    }

    /// <summary>The labels in a cell of notes: parted by semicolons, and <c>\;</c> for one inside a label.</summary>
    public static IEnumerable<string> Labels(string column, string text)
    {
        if (column.Length > 0) return [text];
        return text.Replace(@"\;", "\u0001", StringComparison.Ordinal).Split(';').Select(l => l.Replace('\u0001', ';'))
            .Where(l => l.Length > 0);
    }

    /// <summary>Fills the file.</summary>
    public CreationReport Write(Stream file)
    {
        WriteHeader();
        var notes = Notes();
        var (next, row) = (0, 0L);
        var count = _streams[0].StoredCount;
        var values = _streams.Select(s => new double[RowsPerBlock * s.Info.ChannelCount]).ToArray();
        foreach (var segment in _streams[0].Segments)
            for (var first = segment.FirstSampleIndex; first < segment.EndSampleIndex; first += RowsPerBlock)
            {
                _cancellation.ThrowIfCancellationRequested();
                var rows = (int)Math.Min(RowsPerBlock, segment.EndSampleIndex - first);
                for (var s = 0; s < _streams.Length; s++)
                    _streams[s].Read(first, values[s].AsSpan(0, rows * _streams[s].Info.ChannelCount));
                for (var r = 0; r < rows; r++, row++)
                {
                    WriteRow(TimeOf(segment, first + r), values, r);
                    while (next < notes.Count && notes[next].Row == row) Append(notes[next++].Text);
                    Append("\r\n");
                    if (_length > _text.Length / 2) Flush(file);
                }

                _options.Progress?.Invoke((double)row / count);
            }

        Flush(file);
        return new([.. _streams.SelectMany(s => s.Info.Channels.Select(c => new ChannelLoss(s.Info.Name, c.Label, 0, 0)))], [.. _warnings]);
    }

    private int RowsPerBlock => Math.Max(1, ValuesPerBlock / _streams.Sum(s => s.Info.ChannelCount));

    private void RefuseWhatDoesNotFit()
    {
        if (_streams.IsEmpty)
            throw Refusal("The recording holds no sample.", "A table has one row a sample.",
                "Write the markers to a format that needs no signal, such as EDF+.");
        var first = _streams[0];
        if (_streams.Any(s => s.Info.RateHz != first.Info.RateHz) || (_streams.Length > 1 && first.Info.RateHz is null))
            throw Refusal($"The recording has {_streams.Length} streams of different rates.", "A table has one row for all channels.",
                "Write each stream to a table of its own, or resample them to one rate.");
        if (_streams.Any(s => !Stretches(s).SequenceEqual(Stretches(first))))
            throw Refusal("The streams have different lengths, or gaps at different places.", "A table has one row for all channels.",
                "Write each stream to a table of its own.");
        if (_options.SampleType is { } type and not SampleType.Text)
            throw Refusal($"Samples were to be stored as {type}.", "A table holds numbers as text.", "Choose Text, or another format.");
        if (_streams.Length > 1)
            _warnings.Add($"The streams {string.Join(" and ", _streams.Select(s => $"'{s.Info.Name}'"))} have one "
                + "rate and become one table.");
    }

    private static IEnumerable<(long First, long Count)> Stretches(RecordedStream stream) =>
        stream.Segments.Select(s => (s.FirstSampleIndex, s.SampleCount));

    private void WriteHeader()
    {
        Append(TimeName);
        foreach (var channel in _streams.SelectMany(s => s.Info.Channels))
        {
            Append(_delimiter);
            Append(Cell(Name(channel)));
        }

        Append(_delimiter);
        Append(MarkerName + "\r\n");
        var channels = _streams.SelectMany(s => s.Info.Channels).ToList();
        var read = ChannelNaming.Channels([.. channels.Select(c => (c.Label, new DigitalScale(0, 1, 0, 1, c.Unit)))], []);
        foreach (var (before, after) in channels.Zip(read))
            if (before.Label != after.Label || before.Kind != after.Kind || before.Reference != after.Reference)
                _warnings.Add($"Channel '{before.Label}' ({before.Kind}, reference {before.Reference ?? "unknown"}) will be "
                    + $"read as '{after.Label}' "
                    + $"({after.Kind}, reference {after.Reference ?? "unknown"}): a table has only the name of a column.");
    }

    /// <summary>The label and its unit; empty brackets where the label alone would be read as one with a unit.</summary>
    private static string Name(Channel channel)
    {
        var unit = channel.Unit.Replace('[', '(').Replace(']', ')');
        return unit.Length > 0 ? $"{channel.Label} [{unit}]" : channel.Label is [.., ']' or ')'] ? $"{channel.Label} []" : channel.Label;
    }

    /// <summary>Markers by row, in order; each with the sign before it.</summary>
    private List<(long Row, string Text)> Notes()
    {
        var (stream, notes, moved) = (_streams[0], new List<(long Row, string Label)>(), 0);
        foreach (var marker in _content.Markers)
        {
            var (row, isMoved) = RowOf(stream, marker.Onset);
            if (isMoved) moved++;
            if (marker.Label.Length == 0) _warnings.Add($"The marker at {marker.Onset} has no text and is left out.");
            else notes.Add((row, marker.Label));
        }

        if (moved > 0) _warnings.Add($"{moved} markers lie between two samples, in a gap or outside the samples: they are "
            + "moved to the nearest row.");
        return [.. notes.GroupBy(n => n.Row).OrderBy(g => g.Key)
            .Select(g => (g.Key, Cell(string.Join(';', g.Select(n => Clean(n.Label))))))];
    }

    private static string Clean(string label) => label.Replace(";", @"\;", StringComparison.Ordinal);

    /// <summary>The stored row nearest to a time.</summary>
    private static (long Row, bool IsMoved) RowOf(RecordedStream stream, Duration onset)
    {
        var (best, distance, before) = (0L, double.PositiveInfinity, 0L);
        foreach (var segment in stream.Segments)
        {
            var offset = stream.Info.RateHz is { } rate ? (onset.Nanoseconds - segment.Start.Nanoseconds) * 1e-9 * rate
                : RowsBefore(stream, segment, onset);
            var near = Math.Clamp(Math.Round(offset), 0, segment.SampleCount - 1);
            if (Math.Abs(offset - near) < distance) (best, distance) = (before + (long)near, Math.Abs(offset - near));
            before += segment.SampleCount;
        }

        return (best, distance > 1e-6 * (stream.Info.RateHz ?? 1) + 1e-6);
    }

    /// <summary>Rows of a stretch without a rate whose times lie before an onset; by halving.</summary>
    private static double RowsBefore(RecordedStream stream, RecordedSegment segment, Duration onset)
    {
        var (low, high) = (segment.FirstSampleIndex, segment.EndSampleIndex);
        while (low < high)
        {
            var middle = low + (high - low) / 2;
            if (stream.TimeOf(middle).Nanoseconds < onset.Nanoseconds) low = middle + 1;
            else high = middle;
        }

        return low - segment.FirstSampleIndex;
    }

    private double TimeOf(RecordedSegment segment, long sample)
    {
        if (_streams[0].Info.RateHz is not { } rate) return _streams[0].TimeOf(sample).Seconds;
        var isOnGrid = Math.Abs(Duration.OfSamples(segment.FirstSampleIndex, rate).Nanoseconds - segment.Start.Nanoseconds) < 1000;
        return isOnGrid ? sample / rate : segment.Start.Seconds + (sample - segment.FirstSampleIndex) / rate;
    }

    private void WriteRow(double seconds, double[][] values, int row)
    {
        Append(seconds);
        for (var s = 0; s < _streams.Length; s++)
        {
            var width = _streams[s].Info.ChannelCount;
            var isSingle = _streams[s].StoredAs is SampleType.Float32 or < SampleType.Int32;
            for (var c = 0; c < width; c++)
            {
                Append(_delimiter);
                if (!isSingle || !AppendSingle((float)values[s][row * width + c])) Append(values[s][row * width + c]);
            }
        }

        Append(_delimiter);
    }

    private void Append(double number)
    {
        if (_text.Length - _length < LongestNumber) Array.Resize(ref _text, _text.Length * 2);
        number.TryFormat(_text.AsSpan(_length), out var written, default, CultureInfo.InvariantCulture);
        _length += written;
    }

    /// <summary>
    /// The fewest digits that name the same <c>float</c>. A table is read in double precision and rounded then, which could miss it
    /// where the text lies next to the middle between two: <see langword="false"/>, and nothing is written.
    /// </summary>
    private bool AppendSingle(float number)
    {
        if (_text.Length - _length < LongestNumber) Array.Resize(ref _text, _text.Length * 2);
        number.TryFormat(_text.AsSpan(_length), out var written, default, CultureInfo.InvariantCulture);
        var at = 0;
        DelimitedNumber.TryRead(_text.AsSpan(_length, written), ref at, (byte)'.', out var read);
        if (BitConverter.SingleToInt32Bits((float)read) != BitConverter.SingleToInt32Bits(number) && !float.IsNaN(number)) return false;
        _length += written;
        return true;
    }

    private void Append(string text)
    {
        var bytes = Encoding.UTF8.GetByteCount(text);
        if (_text.Length - _length < bytes) Array.Resize(ref _text, Math.Max(_text.Length * 2, _length + bytes));
        _length += Encoding.UTF8.GetBytes(text, _text.AsSpan(_length));
    }

    private void Append(char delimiter)
    {
        if (_text.Length == _length) Array.Resize(ref _text, _text.Length * 2);
        _text[_length++] = (byte)delimiter;
    }

    private void Flush(Stream file)
    {
        file.Write(_text, 0, _length);
        _length = 0;
    }

    /// <summary>A cell as RFC 4180 has it (section 2): quoted where it holds a delimiter or a quote; a
    /// line break becomes a space.</summary>
    private string Cell(string text)
    {
        if (text.Any(char.IsControl))
        {
            _warnings.Add($"'{string.Concat(text.Select(c => char.IsControl(c) ? '␣' : c))}' holds control "
                + "characters; each becomes a space.");
            text = string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
        }

        return text.AsSpan().IndexOfAny(_delimiter, '"') < 0 && text.Trim() == text
            ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    private RecordingFormatException Refusal(string what, string why, string remedy) => new(_file, null, what, why, remedy);
}
