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
    private readonly Track _exact = new(), _steady = new();
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
        _exact.End(_rows, _last);
        _steady.End(_rows, _last);
        if (_offSteps == 0 && _steps > 0 && _exact.Stretches.Count <= Math.Max(8, _rows / 20) && _exact.IsUsable) return Exact(warnings);
        if (Math.Max(-_earliest, _latest) <= LargestJitterSeconds && _steady.IsUsable && _steady.Stretches.Count <= Math.Max(8, _rows / 100))
            return Steady(warnings);
        return Irregular(warnings);
    }

    /// <summary>The number with fewest digits that lies so near; with its reciprocal tried too, as rates and as intervals are rounded.</summary>
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
        _exact.Begin(0, 0, _first[0]);
        _steady.Begin(0, 0, _first[0]);
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
        FollowExactly(step, seconds, row);
        FollowSteadily(step, seconds, row);
        _last = seconds;
        _isHopeless = _exact.Stretches.Count > MostStretches && _steady.Stretches.Count > MostStretches;
    }

    private void FollowExactly(double step, double seconds, long row)
    {
        var count = step / _step;
        if (count < 0.5) _offSteps++;
        else if (count < 1.5)
        {
            _steps++;
            _sumOfSteps += step;
            (_leastStep, _largestStep) = (Math.Min(_leastStep, step), Math.Max(_largestStep, step));
        }
        else if (_exact.Stretches.Count <= MostStretches) _exact.Begin(row, step, seconds, _last);
    }

    private void FollowSteadily(double step, double seconds, long row)
    {
        _predicted += _step;
        var stray = seconds - _predicted;
        if (Math.Abs(stray) > Math.Max(JumpSeconds, 1.5 * _step))
        {
            if (_steady.Stretches.Count <= MostStretches) _steady.Begin(row, stray, seconds, _last);
            _predicted = seconds;
            return;
        }

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
        return new(rate, [.. _exact.Stretches.Select(s => (s.Row, Math.Max(0, (long)Math.Round(s.Gap * rate) - 1)))]);
    }

    private DelimitedTiming Steady(List<string> warnings)
    {
        var counted = _steady.RowSteps / _steady.Seconds;
        var rate = _statedRateHz ?? Nominal(counted, 2 * LargestJitterSeconds / _steady.Seconds, warnings);
        WarnOfOtherRate(counted, warnings);
        warnings.Add(FormattableString.Invariant($"The times of the rows stray by {(_latest - _earliest) * 1000:0} ms around a steady rate, as times of arrival do: ")
            + FormattableString.Invariant($"the rows are counted at {rate:0.######} Hz instead."));
        foreach (var back in _steady.Stretches.Where(s => s.Gap < 0))
            warnings.Add($"The time jumps back before row {back.Row + 1}: the rows stand in another order than they were recorded. "
                + "They are counted on, and a marker stands there; filter no signal across it.");
        return new(rate, [.. _steady.Stretches.Select(s => (s.Row, Math.Max(0, (long)Math.Round(s.Gap * rate))))])
        {
            BackwardRows = [.. _steady.Stretches.Where(s => s.Gap < 0).Select(s => s.Row)],
        };
    }

    private static double Nominal(double rate, double uncertainty, List<string> warnings)
    {
        var nominal = Math.Round(rate);
        if (nominal < 10 || Math.Abs(rate - nominal) > NominalShare * nominal) return Shortest(rate, Math.Min(uncertainty, NominalShare));
        if (Math.Abs(rate - nominal) > 1e-9 * rate)
            warnings.Add(FormattableString.Invariant($"The times of the rows make {rate:0.####} Hz; {nominal} Hz, which is nearer than 0.05 %, is taken for the nominal rate."));
        return nominal;
    }

    private void WarnOfOtherRate(double counted, List<string> warnings)
    {
        if (_statedRateHz is { } stated && Math.Abs(counted - stated) > 0.01 * stated)
            warnings.Add(FormattableString.Invariant($"The file states {stated} Hz, but the times of its rows make {counted:0.###} Hz: the stated rate is taken."));
    }

    private DelimitedTiming Irregular(List<string> warnings)
    {
        if (_statedRateHz is { } stated)
        {
            warnings.Add("The times of the rows do not fit the rate that the file states: the rows are counted at that rate, and gaps are not seen.");
            return new(stated, [(0, 0)]);
        }

        warnings.Add("The times of the rows follow no steady rate: the stream is irregular, each row with the time that stands in it.");
        return new(null, [(0, 0)]);
    }

    /// <summary>Stretches of rows without a gap, and how long they last together.</summary>
    private sealed class Track
    {
        private long _firstRow;
        private double _firstSeconds;

        /// <summary>First rows, and the step, or the straying, before them in seconds.</summary>
        public List<(long Row, double Gap)> Stretches { get; } = [];

        public long RowSteps { get; private set; }

        public double Seconds { get; private set; }

        public bool IsUsable => RowSteps > 0 && Seconds > 0;

        public void Begin(long row, double gap, double seconds, double lastSeconds = 0)
        {
            if (Stretches.Count > 0) End(row, lastSeconds);
            Stretches.Add((row, gap));
            (_firstRow, _firstSeconds) = (row, seconds);
        }

        public void End(long rows, double lastSeconds)
        {
            RowSteps += rows - 1 - _firstRow;
            Seconds += lastSeconds - _firstSeconds;
        }
    }
}
