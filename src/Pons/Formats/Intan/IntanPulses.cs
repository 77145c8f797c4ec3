using System.Collections.Immutable;

namespace Pons.Formats.Intan;

/// <summary>Finds when bits of words are set: each time is a marker with its length.</summary>
internal sealed class IntanPulses
{
    private const int ValuesAtATime = 1 << 14;

    /// <summary>A line that is set so often is a clock: it stays in its stream.</summary>
    private const int MostPulses = 100_000;

    private readonly ImmutableArray<Line> _lines;
    private readonly IntanTimeline _timeline;
    private readonly string _kind;
    private readonly long[] _begun;
    private readonly int[] _counts;
    private readonly List<RecordedMarker> _markers = [];

    private IntanPulses(ImmutableArray<Line> lines, IntanTimeline timeline, string kind)
    {
        (_lines, _timeline, _kind, _counts) = (lines, timeline, kind, new int[lines.Length]);
        _begun = new long[lines.Length];
        Array.Fill(_begun, -1);
    }

    /// <summary>A bit that stands for something.</summary>
    /// <param name="Column">Column of the words.</param>
    /// <param name="Bit">Number of the bit.</param>
    /// <param name="Label">Label of the marker.</param>
    /// <param name="Channel">Channel that it belongs to.</param>
    public sealed record Line(int Column, int Bit, string Label, string Channel);

    /// <summary>The pulses of all lines; what is set from the first sample on has no beginning and is none.</summary>
    public static List<RecordedMarker> Find(
        RecordedStream words, ImmutableArray<Line> lines, IntanTimeline timeline, string kind, List<string> warnings)
    {
        var pulses = new IntanPulses(lines, timeline, kind);
        pulses.Scan(words);
        for (var line = 0; line < lines.Length; line++)
            if (pulses._counts[line] > MostPulses)
                warnings.Add($"'{lines[line].Label}' was set {pulses._counts[line]} times, as a clock is: only the first {MostPulses} are markers.");
        return pulses._markers;
    }

    private void Scan(RecordedStream words)
    {
        var (width, rows) = (words.Info.ChannelCount, Math.Max(1, ValuesAtATime / words.Info.ChannelCount));
        var (values, previous, isFirst) = (new float[rows * width], new int[width], true);
        for (var first = 0L; first < words.StoredCount; first += rows)
        {
            var read = values.AsSpan(0, (int)Math.Min(rows, words.StoredCount - first) * width);
            words.Read(first, read);
            for (int i = 0, column = 0; i < read.Length; i++, column = column + 1 == width ? 0 : column + 1)
            {
                var word = (int)read[i];
                if (word != previous[column] && !isFirst) Change(column, previous[column], word, first + i / width);
                previous[column] = word;
                isFirst &= column + 1 < width;
            }
        }

        for (var line = 0; line < _lines.Length; line++) End(line, words.StoredCount);
    }

    private void Change(int column, int before, int now, long row)
    {
        for (var line = 0; line < _lines.Length; line++)
        {
            var mask = 1 << _lines[line].Bit;
            if (_lines[line].Column != column || ((before ^ now) & mask) == 0) continue;
            if ((now & mask) == 0) End(line, row);
            else (_begun[line], _counts[line]) = (row, _counts[line] + 1);
        }
    }

    private void End(int line, long row)
    {
        if (_begun[line] >= 0 && _counts[line] <= MostPulses)
        {
            var onset = _timeline.TimeOf(_begun[line]);
            _markers.Add(new(onset, _lines[line].Label, _timeline.TimeOf(row) - onset) { Kind = _kind, Channel = _lines[line].Channel });
        }

        _begun[line] = -1;
    }
}
