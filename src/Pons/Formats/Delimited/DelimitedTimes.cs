namespace Pons.Formats.Delimited;

/// <summary>
/// Follows the times of the rows and finds the rate behind them. Two readings are followed at once: times of the samples themselves,
/// where a step that is too long is a gap; and times at which samples arrived, which jitter around a steady rate.
/// </summary>
internal sealed class DelimitedTimes
{
    /// <summary>So many rows are looked at for a first idea of the step.</summary>
    private const int FirstRows = 4096;

    /// <summary>How far arrivals may stray from a steady rate, and the jump that is no straying any more.</summary>
    private const double LargestJitterSeconds = 0.25, JumpSeconds = 0.5;

    /// <summary>How fast the steady rate follows the arrivals.</summary>
    private const double Following = 0.005;

    private const double LongestSeconds = 1e9, NominalShare = 5e-4;
    private const int MostStretches = 100_000;

    private readonly double? _statedRateHz;
    private readonly List<double> _first = [];
    private readonly List<(long Row, double Seconds)> _exactGaps = [], _steadyGaps = [];
    private readonly StraightLine _steady = new();
    private double _step, _last, _predicted;
    private double _sumOfSteps, _leastStep = double.PositiveInfinity, _largestStep;
    private long _rows, _steps, _offSteps;
    private double _earliest, _latest;
    private bool _isHopeless;

    public DelimitedTimes(double? statedRateHz) => _statedRateHz = statedRateHz;

    /// <summary>Takes the time of the next row, in seconds from the first.</summary>
    public void Add(double seconds)
    {
        if (_rows++ < FirstRows)
        {
            _first.Add(seconds);
            if (_rows == FirstRows) Begin();
            return;
        }

        Follow(seconds);
    }

    /// <summary>What the times say, when all rows have passed.</summary>
    public DelimitedTiming Finish(List<string> warnings)
    {
        if (_rows < FirstRows) Begin();
        if (_isHopeless || _step <= 0) return Irregular(warnings);
        _steady.End();
        if (_offSteps == 0 && _steps > 0 && _exactGaps.Count <= Math.Max(8, _rows / 20)) return Exact(warnings);
        if (Math.Max(-_earliest, _latest) <= LargestJitterSeconds && _steady.Step > 0 && _steadyGaps.Count <= Math.Max(8, _rows / 100))
            return Steady(warnings);
        return Irregular(warnings);
    }

    /// <summary>The number with fewest digits that lies so near; with its reciprocal tried too, as rates and
    /// as intervals are rounded.</summary>
    internal static double Shortest(double rate, double share)
    {
        for (var digits = 1; digits <= 15; digits++)
        {
            if (Near(rate, digits, share) is { } number) return number;
            if (Near(1 / rate, digits, share) is { } interval) return 1 / interval;
        }

        return rate;
    }

    private static double? Near(double value, int digits, double share)
    {
        var rounded = double.Parse(value.ToString($"E{digits - 1}", System.Globalization.CultureInfo.InvariantCulture),
            System.Globalization.CultureInfo.InvariantCulture);
        return Math.Abs(rounded - value) <= share * value ? rounded : null;
    }

    private void Begin()
    {
        _step = _statedRateHz is { } rate ? 1 / rate : FirstStep();
        _isHopeless = !(_step > 0) || _first.Count < 2;
        if (_isHopeless) return;
        (_last, _predicted) = (_first[0], _first[0]);
        _steady.Begin(0, _first[0]);
        for (var i = 1; i < _first.Count; i++) Follow(_first[i], i);
    }

    /// <summary>The median, where most steps are near it; else the mean of the steps that are no jumps.</summary>
    private double FirstStep()
    {
        var steps = _first.Zip(_first.Skip(1), (a, b) => b - a).Where(double.IsFinite).Order().ToArray();
        if (steps.Length == 0) return 0;
        var median = steps[steps.Length / 2];
        var near = steps.Where(s => Math.Abs(s - median) < 0.5 * median).ToArray();
        if (near.Length >= 0.9 * steps.Length) return near.Average();
        return steps.Where(s => Math.Abs(s) < JumpSeconds).DefaultIfEmpty(0).Average();
    }

    private void Follow(double seconds) => Follow(seconds, _rows - 1);

    private void Follow(double seconds, long row)
    {
        if (_isHopeless) return;
        if (!double.IsFinite(seconds) || Math.Abs(seconds) > LongestSeconds)
        {
            _isHopeless = true;
            return;
        }

        var step = seconds - _last;
        FollowExactly(step, row);
        FollowSteadily(seconds, row);
        _last = seconds;
        _isHopeless = _exactGaps.Count > MostStretches && _steadyGaps.Count > MostStretches;
    }

    private void FollowExactly(double step, long row)
    {
        var count = step / _step;
        if (count < 0.5) _offSteps++;
        else if (count < 1.5)
        {
            _steps++;
            _sumOfSteps += step;
            (_leastStep, _largestStep) = (Math.Min(_leastStep, step), Math.Max(_largestStep, step));
        }
        else if (_exactGaps.Count <= MostStretches) _exactGaps.Add((row, step));
    }

    private void FollowSteadily(double seconds, long row)
    {
        _predicted += _step;
        var stray = seconds - _predicted;
        if (Math.Abs(stray) > Math.Max(JumpSeconds, 1.5 * _step))
        {
            if (_steadyGaps.Count <= MostStretches) _steadyGaps.Add((row, stray));
            _steady.Begin(row, seconds);
            _predicted = seconds;
            return;
        }

        _steady.Add(row, seconds);
        (_earliest, _latest) = (Math.Min(_earliest, stray), Math.Max(_latest, stray));
        _predicted += Following * stray;
    }

    private DelimitedTiming Exact(List<string> warnings)
    {
        var rate = _steps / _sumOfSteps;
        var jitter = Math.Max(_largestStep - 1 / rate, 1 / rate - _leastStep);
        var span = Math.Max(_sumOfSteps, 1 / rate);
        // Digits that were cut off move a step, but not the sum of many.
        var uncertainty = Math.Max(1e-12, 2 * jitter / span);
        rate = _statedRateHz ?? (jitter * rate > 1e-6 ? Nominal(rate, uncertainty, warnings) : Shortest(rate, uncertainty));
        WarnOfOtherRate(_steps / _sumOfSteps, warnings);
        return new(rate, [(0, 0), .. _exactGaps.Select(g => (g.Row, Math.Max(1, (long)Math.Round(g.Seconds * rate) - 1)))]);
    }

    private DelimitedTiming Steady(List<string> warnings)
    {
        var counted = 1 / _steady.Step;
        var rate = _statedRateHz ?? Nominal(counted, NominalShare, warnings);
        WarnOfOtherRate(counted, warnings);
        warnings.Add(FormattableString.Invariant($"The times of the rows stray by {(_latest - _earliest) * 1000:0} ms around ")
            + "a steady rate, as times of arrival do: "
            + FormattableString.Invariant($"the rows are counted at {rate:0.######} Hz instead."));
        foreach (var back in _steadyGaps.Where(g => g.Seconds < 0))
            warnings.Add($"The time jumps back before row {back.Row + 1}: the rows stand in another order than they were recorded. "
                + "They are counted on, and a marker stands there; filter no signal across it.");
        return new(rate, [(0, 0), .. _steadyGaps.Select(g => (g.Row, Math.Max(0, (long)Math.Round(g.Seconds * rate))))])
        {
            BackwardRows = [.. _steadyGaps.Where(g => g.Seconds < 0).Select(g => g.Row)],
        };
    }

    private static double Nominal(double rate, double uncertainty, List<string> warnings)
    {
        var nominal = Math.Round(rate);
        if (nominal < 10 || Math.Abs(rate - nominal) > NominalShare * nominal) return Shortest(rate, uncertainty);
        if (Math.Abs(rate - nominal) > 1e-9 * rate)
            warnings.Add(FormattableString.Invariant($"The times of the rows make {rate:0.####} Hz; {nominal} Hz, which is nearer ")
                + "than 0.05 %, is taken for the nominal rate.");
        return nominal;
    }

    private void WarnOfOtherRate(double counted, List<string> warnings)
    {
        if (_statedRateHz is { } stated && Math.Abs(counted - stated) > 0.01 * stated)
            warnings.Add(FormattableString.Invariant($"The file states {stated} Hz, but the times of its rows make {counted:0.###} Hz: ")
                + "the stated rate is taken.");
    }

    private DelimitedTiming Irregular(List<string> warnings)
    {
        if (_statedRateHz is { } stated)
        {
            warnings.Add("The times of the rows do not fit the rate that the file states: the rows are counted at that "
                + "rate, and gaps are not seen.");
            return new(stated, [(0, 0)]);
        }

        warnings.Add("The times of the rows follow no steady rate: the stream is irregular, each row with the time that stands in it.");
        return new(null, [(0, 0)]);
    }

    /// <summary>The step from row to row: the slope of straight lines through all stretches.</summary>
    private sealed class StraightLine
    {
        private long _firstRow;
        private double _firstSeconds, _count, _x, _y, _xx, _xy, _slopeXx, _slopeXy;

        /// <summary>Seconds a row, when the last stretch has ended.</summary>
        public double Step => _slopeXx > 0 ? _slopeXy / _slopeXx : 0;

        public void Begin(long row, double seconds)
        {
            End();
            (_firstRow, _firstSeconds) = (row, seconds);
            (_count, _x, _y, _xx, _xy) = (1, 0, 0, 0, 0);
        }

        public void Add(long row, double seconds)
        {
            var (x, y) = ((double)(row - _firstRow), seconds - _firstSeconds);
            _count++;
            _x += x;
            _y += y;
            _xx += x * x;
            _xy += x * y;
        }

        public void End()
        {
            if (_count == 0) return;
            _slopeXx += _xx - _x * _x / _count;
            _slopeXy += _xy - _x * _y / _count;
        }
    }
}
