using System.Collections.Immutable;

namespace Pons.Formats.Xdf;

/// <summary>
/// When the samples of a regular stream were taken: the stamps jitter around straight lines, one for each stretch without a gap.
/// A line is the least-squares line of all time stamps; entries of the index whose mean lies far off weigh less (Huber 1964,
/// doi 10.1214/aoms/1177703732), so that a burst of late stamps does not bend it.
/// </summary>
internal sealed class XdfTimeline
{
    /// <summary>How much of the stream at either side of a jump says whether it stays.</summary>
    private const double LookSeconds = 10, BurstSeconds = 2;

    private const int LookEntries = 16, BurstPieces = 16;

    /// <summary>Entries that lie further off than so many deviations weigh less; the deviations of exact stamps are rounding.</summary>
    private const double HuberDeviations = 3, LeastDeviationSeconds = 1e-6;

    /// <summary>A gap this long is no gap but a clock that was set.</summary>
    private const double LongestGapSeconds = 1e7;

    private readonly XdfEntry[] _entries;
    private readonly double[] _means;
    private readonly double _nominal, _jump;
    private readonly bool _isExact;
    private List<Range> _cuts = [];

    private XdfTimeline(XdfEntry[] entries, double nominalPeriod, bool isExact, XdfClock clock)
    {
        (_entries, _nominal, _jump, _isExact) = (entries, nominalPeriod, JumpOf(nominalPeriod, isExact), isExact);
        _means = [.. entries.Select(e => clock.Convert(e.ClockPiece, e.MeanStamp))];
        PeriodSeconds = nominalPeriod;
        PeriodSeconds = PooledPeriod();
    }

    /// <summary>Time from sample to sample over all runs.</summary>
    public double PeriodSeconds { get; private set; }

    public ImmutableArray<XdfRun> Runs { get; private set; } = [];

    /// <summary>How far a time stamp may be off before it could follow a gap: late stamps of a busy computer come again and
    /// again.</summary>
    public static double JumpOf(double periodSeconds, bool isExact) => isExact ? periodSeconds / 2 : Math.Max(0.1, 4 * periodSeconds);

    /// <summary>Fits the lines.</summary>
    /// <param name="entries">The index of the stream.</param>
    /// <param name="nominalPeriod">Time from sample to sample by the header.</param>
    /// <param name="isExact">Whether the stamps are computed, so that every jump is a gap.</param>
    /// <param name="clock">The way to the clock of the recording.</param>
    public static XdfTimeline Of(XdfEntry[] entries, double nominalPeriod, bool isExact, XdfClock clock)
    {
        var timeline = new XdfTimeline(entries, nominalPeriod, isExact, clock);
        timeline._cuts = timeline.Cuts();
        timeline.Runs = [.. timeline._cuts.Select(timeline.Fit)];
        var intervals = timeline.Runs.Sum(r => r.Count - 1);
        if (intervals > 0) timeline.PeriodSeconds = timeline.Runs.Sum(r => (r.Count - 1) * r.PeriodSeconds) / intervals;
        return timeline;
    }

    /// <summary>How many samples are missing in front of a run; 0 when it overlaps the one before or a clock was set.</summary>
    public long MissingBefore(int run)
    {
        if (run == 0) return 0;
        var entry = _cuts[run].Start.Value;
        if (_isExact && _entries[entry].ClockPiece != _entries[entry - 1].ClockPiece) return StepsBefore(entry);
        var gap = Runs[run].StartSeconds - Runs[run - 1].EndSeconds;
        return gap is > 0 and < LongestGapSeconds ? (long)Math.Round(gap / PeriodSeconds) : 0;
    }

    /// <summary>How many samples computed stamps leave out in front of an entry before which a clock was reset.</summary>
    private long StepsBefore(int entry)
    {
        var before = _entries[entry - 1];
        var periods = (_entries[entry].FirstStamp - before.FirstStamp) / _nominal - before.Count;
        return periods * _nominal is > 0 and < LongestGapSeconds ? (long)Math.Round(periods) : 0;
    }

    /// <summary>Ranges of entries that form runs.</summary>
    private List<Range> Cuts()
    {
        var pieces = new List<int>();
        for (var e = 0; e < _entries.Length; e++)
            if (e == 0 || _entries[e].FollowsJump || _entries[e].ClockPiece != _entries[e - 1].ClockPiece) pieces.Add(e);
        pieces.Add(_entries.Length);
        var (cuts, from, next) = (new List<Range>(), 0, 1);
        while (next < pieces.Count - 1)
        {
            var goesOn = _isExact ? 0 : GoesOnAt(pieces, from, next);
            if (goesOn == 0)
            {
                cuts.Add(from..pieces[next]);
                from = pieces[next];
            }

            next += Math.Max(1, goesOn);
        }

        if (_entries.Length > 0) cuts.Add(from.._entries.Length);
        return cuts;
    }

    /// <summary>
    /// Whether the line from entry <paramref name="from"/> on goes on behind the jump at piece <paramref name="next"/>: at once, or when a
    /// short burst of late stamps is over.
    /// </summary>
    /// <returns>How many pieces belong to the line; 0 when it ends.</returns>
    private int GoesOnAt(List<int> pieces, int from, int next)
    {
        var border = pieces[next];
        for (var piece = next; piece < pieces.Count - 1 && piece < next + BurstPieces; piece++)
        {
            var entry = _entries[pieces[piece]];
            if (entry.ClockPiece != _entries[border - 1].ClockPiece
                || (entry.FirstStored - _entries[border].FirstStored) * PeriodSeconds > BurstSeconds) return 0;
            if (Math.Abs(Level(pieces[piece], pieces[piece + 1] - 1, 1, entry.FirstStored) - Level(border - 1, from, -1,
                entry.FirstStored)) <= _jump / 2)
                return piece - next + 1;
        }

        return 0;
    }

    /// <summary>When a sample is due by the entries from one to another: the middle of what they say.</summary>
    private double Level(int first, int last, int step, long sample)
    {
        Span<double> levels = stackalloc double[LookEntries];
        var count = 0;
        for (var e = first; step > 0 ? e <= last : e >= last; e += step)
        {
            var distance = (sample - _entries[e].MeanIndex) * PeriodSeconds;
            if (count > 0 && Math.Abs(distance) > LookSeconds) break;
            levels[count++] = _means[e] + distance;
            if (count == LookEntries) break;
        }

        levels = levels[..count];
        levels.Sort();
        return levels[count / 2];
    }

    /// <summary>The slope that all pieces share.</summary>
    private double PooledPeriod()
    {
        var (squares, products) = (0.0, 0.0);
        for (int from = 0, end; from < _entries.Length; from = end)
        {
            for (end = from + 1; end < _entries.Length && !_entries[end].FollowsJump
                && _entries[end].ClockPiece == _entries[from].ClockPiece;) end++;
            var sums = SumsOf(from, end, []);
            squares += sums.Squares;
            products += sums.Products;
        }

        return Plausible(products / squares) ?? _nominal;
    }

    private XdfRun Fit(Range range)
    {
        var (from, end) = (range.Start.Value, range.End.Value);
        var count = _entries[end - 1].FirstStored + _entries[end - 1].Count - _entries[from].FirstStored;
        var weights = Enumerable.Repeat(1.0, end - from).ToArray();
        var line = LineOf(SumsOf(from, end, weights));
        for (var round = 0; round < 8 && Reweigh(from, weights, line); round++) line = LineOf(SumsOf(from, end, weights));
        return new(_entries[from].FirstStored, count, line.Mean + (_entries[from].FirstStored - line.MeanIndex) * line.Period, line.Period);
    }

    /// <summary>A stretch too short to measure its rate has that of all others.</summary>
    private (double MeanIndex, double Mean, double Period) LineOf((double Weight, double MeanIndex, double Mean, double Squares,
        double Products) sums)
    {
        var period = Plausible(sums.Products / sums.Squares) ?? PeriodSeconds;
        var isShort = Math.Sqrt(sums.Squares / sums.Weight * 12) * PeriodSeconds < LookSeconds / 2;
        return (sums.MeanIndex, sums.Mean, isShort ? PeriodSeconds : period);
    }

    private double? Plausible(double period) => period > _nominal / 2 && period < _nominal * 2 ? period : null;

    private bool Reweigh(int from, double[] weights, (double MeanIndex, double Mean, double Period) line)
    {
        const int LeastEntries = 8;
        if (weights.Length < LeastEntries) return false;
        var residuals = weights.Select((_, i) =>
            Math.Abs(_means[from + i] - line.Mean - (_entries[from + i].MeanIndex - line.MeanIndex) * line.Period)).ToArray();
        var sorted = residuals.Order().ToArray();
        var limit = HuberDeviations * Math.Max(LeastDeviationSeconds, 1.4826 * sorted[sorted.Length / 2]);
        var changed = false;
        for (var i = 0; i < weights.Length; i++)
        {
            var weight = residuals[i] <= limit ? 1 : limit / residuals[i];
            changed |= Math.Abs(weight - weights[i]) > 1e-3;
            weights[i] = weight;
        }

        return changed;
    }

    /// <summary>Sums over all samples of some entries, each entry with its weight; no weights mean 1.</summary>
    private (double Weight, double MeanIndex, double Mean, double Squares, double Products) SumsOf(int from, int end, double[] weights)
    {
        double WeightOf(int e) => weights.Length == 0 ? 1 : weights[e - from];
        var (origin, start) = (_entries[from].MeanIndex, _means[from]);
        var (weight, index, time) = (0.0, 0.0, 0.0);
        for (var e = from; e < end; e++)
        {
            var w = WeightOf(e) * _entries[e].Count;
            weight += w;
            index += w * (_entries[e].MeanIndex - origin);
            time += w * (_means[e] - start);
        }

        (index, time) = (index / weight, time / weight);
        var (squares, products) = (0.0, 0.0);
        for (var e = from; e < end; e++)
        {
            var (w, distance) = (WeightOf(e), _entries[e].MeanIndex - origin - index);
            squares += w * (_entries[e].IndexSquares + _entries[e].Count * distance * distance);
            products += w * (_entries[e].Products + _entries[e].Count * distance * (_means[e] - start - time));
        }

        return (weight, origin + index, start + time, squares, products);
    }
}
