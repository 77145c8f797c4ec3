using System.Globalization;

namespace Pons.Formats.Edf;

/// <summary>
/// What readers will take for triggers out of the samples of the signals that are written: such markers need no annotation, which would
/// be read as a second one.
/// </summary>
internal sealed class EdfNewTriggers(EdfDialect dialect, CancellationToken cancellation)
{
    private const int ValuesPerLook = 1 << 16;
    private readonly HashSet<(long Sample, string Label, double RateHz)> _found = [];

    /// <summary>Looks at the samples of a channel, if its signal counts triggers.</summary>
    public void Look(RecordedStream stream, int channel, EdfNewSignal signal)
    {
        if (dialect.ScanOf(signal.Label) is not { } scan) return;
        var (width, stored) = (stream.Info.ChannelCount, 0L);
        var values = new double[Math.Max(1, ValuesPerLook / width) * width];
        var indexOf = new List<(long Stored, long Index)>();
        foreach (var segment in stream.Segments)
        {
            indexOf.Add((stored, segment.FirstSampleIndex));
            for (var first = segment.FirstSampleIndex; first < segment.EndSampleIndex; first += values.Length / width)
            {
                cancellation.ThrowIfCancellationRequested();
                var rows = values.AsSpan(0, (int)Math.Min(values.Length / width, segment.EndSampleIndex - first) * width);
                stream.Read(first, rows);
                for (var i = channel; i < rows.Length; i += width) scan.Add(signal.Scaling.ToDigital(rows[i]), stored++, 1);
            }
        }

        var current = 0;
        foreach (var (sample, code) in scan.Triggers)
        {
            while (current + 1 < indexOf.Count && indexOf[current + 1].Stored <= sample) current++;
            var (firstStored, firstIndex) = indexOf[current];
            _found.Add((firstIndex + sample - firstStored, code.ToString(CultureInfo.InvariantCulture), stream.Info.RateHz!.Value));
        }
    }

    /// <summary>The markers that need an annotation.</summary>
    public List<RecordedMarker> Without(IEnumerable<RecordedMarker> markers, List<string> warnings)
    {
        var unsaid = _found.ToHashSet();
        var rates = _found.Select(f => f.RateHz).Distinct().ToList();
        var rest = markers.Where(m => !rates.Any(rate =>
        {
            var trigger = ((long)Math.Round(m.Onset.Nanoseconds * 1e-9 * rate), m.Label, rate);
            unsaid.Remove(trigger);
            return m is { Length: null, Channel: null } && _found.Contains(trigger);
        })).ToList();
        if (unsaid.Count > 0)
            warnings.Add($"{unsaid.Count} triggers in the samples of a signal will be read as further markers, "
                + $"the first '{unsaid.MinBy(t => t.Sample / t.RateHz).Label}'.");
        return rest;
    }
}
