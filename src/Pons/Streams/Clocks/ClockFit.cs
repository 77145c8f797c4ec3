namespace Pons.Streams.Clocks;

/// <summary>
/// The running fit from the clock of one device to that of the host: offset, drift, residual and an honest uncertainty. Arrivals
/// (<see cref="Add"/>) are taken as true time plus a delay that is never negative, so their lower envelope is the clock (Moon, Skelly, Towsley
/// 1999, doi 10.1109/INFCOM.1999.749287); pairs with a stated bound (<see cref="AddMeasured"/>) are fitted by weighted least squares; whichever
/// states less uncertainty at a moment answers for it. A step of either clock begins the fit anew, keeping the drift.
/// <para>The uncertainty holds half of what is unknown of the least delay (<see cref="ClockFitOptions.LargestMinimalDelay"/>), the spread of
/// undisturbed arrivals, what all recent arrivals lack, the warm-up, and a growing part beyond the time that was heard.</para>
/// <para>Memory is fixed and a pair costs constant time and no allocation. Not safe for several threads: hand <see cref="Map"/>, which is
/// immutable, to others.</para>
/// </summary>
public sealed class ClockFit
{
    private readonly ClockFitOptions _options;
    private readonly OneWayFit _oneWay;
    private readonly TwoWayFit _twoWay;
    private readonly DelayHistogram _lateness = new();
    private readonly BurstMeter _bursts = new();
    private KnownDrift _drift;
    private Timestamp _deviceStart;
    private Timestamp _hostStart;
    private double _lastX;
    private double _lastHost;
    private double _lastStamp = double.MinValue;
    private double _heard;
    private double _heardWarmingUp;
    private bool _isBegun;
    private bool _hasEnded;
    private int _backwards;

    /// <summary>Makes a fit that knows nothing yet but its options.</summary>
    /// <param name="device">The clock that is converted from.</param>
    /// <param name="options">What is known before; default <see cref="ClockFitOptions.Loopback"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option lies outside its range.</exception>
    public ClockFit(ClockId device, ClockFitOptions? options = null)
    {
        _options = options ?? ClockFitOptions.Loopback;
        _options.Check();
        Device = device;
        (_oneWay, _twoWay) = (new(_options), new(_options));
        _drift = Unknown;
    }

    /// <summary>What is stated as uncertainty where nothing is known: about 73 years.</summary>
    public static Duration Unbounded { get; } = new(long.MaxValue / 4);

    /// <summary>The clock that is converted from.</summary>
    public ClockId Device { get; }

    /// <summary>What was known before.</summary>
    public ClockFitOptions Options => _options;

    /// <summary>Whether the fit is warm.</summary>
    public ClockFitState State => WarmUpShare >= 1 ? ClockFitState.Steady : ClockFitState.WarmingUp;

    /// <summary>How much of the warm-up is over, 0 to 1.</summary>
    public double WarmUpShare => !_isBegun || _hasEnded ? 0 : Math.Min(1, (_lastX - _oneWay.Since) / _options.WarmUp.Nanoseconds);

    /// <summary>Share of the host's time since the first pair that was spent warming up, 0 to 1.</summary>
    public double TimeInWarmUp => _heard > 0 ? _heardWarmingUp / _heard : 1;

    /// <summary>Pairs that were taken so far.</summary>
    public long Pairs { get; private set; }

    /// <summary>How often the fit began anew.</summary>
    public int Restarts { get; private set; }

    /// <summary>Why it last began anew; <see langword="null"/> when it never did.</summary>
    public ClockRestartReason? LastRestart { get; private set; }

    /// <summary>How much faster the host's clock runs than the device's, in parts per million.</summary>
    public double DriftPartsPerMillion => Best(_lastX).Slope * 1e6;

    /// <summary>Half width of the drift, in parts per million.</summary>
    public double DriftUncertaintyPartsPerMillion => Best(_lastX).SlopeUncertainty * 1e6;

    /// <summary>How far the newest moment may be wrong; <see cref="Unbounded"/> before the first pair.</summary>
    public Duration Uncertainty => _isBegun ? ToDuration(UncertaintyAt(_lastX)) : Unbounded;

    /// <summary>95 % of arrivals come at most this much later than the earliest ones would; within 19 %.</summary>
    public Duration Residual95 => ToDuration(_lateness.Quantile(0.95));

    /// <summary>Half of the arrivals come at most this much later than the earliest ones would; within 19 %.</summary>
    public Duration Residual50 => ToDuration(_lateness.Quantile(0.5));

    /// <summary>Device time of the longest run of pairs that arrived together.</summary>
    public Duration LongestBurst => ToDuration(_bursts.Longest);

    /// <summary>Share of pairs that arrived together with the one before, although they were taken later.</summary>
    public double ShareInBursts => _bursts.Together / (double)Math.Max(1, Pairs);

    /// <summary>Longest time without an arrival.</summary>
    public Duration LongestSilence => ToDuration(_bursts.LongestSilence);

    /// <summary>Pairs with the same device time as the pair before.</summary>
    public long EqualStamps => _bursts.EqualStamps;

    /// <summary>Pairs whose device time lay before that of an earlier pair.</summary>
    public long BackwardStamps { get; private set; }

    /// <summary>Single pairs that came too early to be believed.</summary>
    public long Outliers => _oneWay.Outliers;

    /// <summary>The segment that the last restart ended; <see langword="null"/> when there was none.</summary>
    public ClockSegment? LastSegment { get; private set; }

    /// <summary>A snapshot of the present fit; <see langword="null"/> before the first pair.</summary>
    public ClockMap? Map => _isBegun ? Snapshot(_lastX) : null;

    private double LargestDrift => _options.LargestDriftPartsPerMillion * 1e-6;

    private KnownDrift Unknown => new(0, LargestDrift, _options.DriftWanderPartsPerMillion * 1e-6, LargestDrift);

    private double MiddleDelay => (_options.SmallestMinimalDelay.Nanoseconds + (double)_options.LargestMinimalDelay.Nanoseconds) / 2;

    private double HalfDelayRange => (_options.LargestMinimalDelay.Nanoseconds - (double)_options.SmallestMinimalDelay.Nanoseconds) / 2;

    private double YetUnknown => _options.LargestBurst.Nanoseconds * (1 - WarmUpShare);

    /// <summary>Takes the arrival of a sample, best the last one of what arrived together.</summary>
    /// <param name="device">When the device took the sample, on <see cref="Device"/>.</param>
    /// <param name="arrival">When it was here, on <see cref="ClockId.Host"/>.</param>
    /// <exception cref="ClockMismatchException">A time is on another clock.</exception>
    public void Add(Timestamp device, Timestamp arrival)
    {
        var (x, host) = Relative(device, arrival);
        Pairs++;
        if (GoesBack(x))
        {
            if (_backwards < _options.StepPairs) return;
            BeginAnew(ClockRestartReason.DeviceWentBack, device, arrival);
            (x, host) = (0, 0);
        }

        var step = Take(x, host);
        if (step == ClockStep.None) return;
        BeginAnew(ReasonOf(step), device, arrival, step);
        Take(0, 0);
    }

    /// <summary>Takes a pair that was measured there and back, as by a time service.</summary>
    /// <param name="device">Reading of the device's clock.</param>
    /// <param name="host">Reading of the host's clock at the same moment.</param>
    /// <param name="uncertainty">How far the two may be from the same moment, such as half of the round trip; 0 or more.</param>
    /// <exception cref="ClockMismatchException">A time is on another clock.</exception>
    public void AddMeasured(Timestamp device, Timestamp host, Duration uncertainty)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(uncertainty.Nanoseconds, nameof(uncertainty));
        var (x, at) = Relative(device, host);
        Pairs++;
        Hear(x, at);
        var step = _twoWay.Add(x, at - x, uncertainty.Nanoseconds);
        if (step == ClockStep.None) return;
        BeginAnew(ReasonOf(step), device, host);
        _twoWay.Add(0, 0, uncertainty.Nanoseconds);
    }

    /// <summary>Ends the present segment: the next pair begins another. The drift is kept, but not over a new connection.</summary>
    public void Restart(ClockRestartReason reason)
    {
        (Restarts, LastRestart) = (Restarts + 1, reason);
        if (!_isBegun || _hasEnded) return;
        End(reason, _lastX, _lastHost);
    }

    /// <summary>Takes a moment of the device to the host's clock.</summary>
    /// <exception cref="ClockMismatchException">The moment is not on <see cref="Device"/>.</exception>
    /// <exception cref="InvalidOperationException">No pair has been taken yet.</exception>
    public Timestamp ToHost(Timestamp device)
    {
        var x = Position(device);
        return new(ClockId.Host, Sum(_hostStart.Nanoseconds, Sum(Difference(device.Nanoseconds, _deviceStart.Nanoseconds), Offset(x))));
    }

    /// <summary>How far <see cref="ToHost"/> may be wrong: a half width that holds the truth in at least 95 of 100 cases.</summary>
    /// <exception cref="ClockMismatchException">The moment is not on <see cref="Device"/>.</exception>
    /// <exception cref="InvalidOperationException">No pair has been taken yet.</exception>
    public Duration UncertaintyOf(Timestamp device)
    {
        var x = Position(device);
        return _hasEnded && x > _lastX ? Unbounded : ToDuration(UncertaintyAt(x));
    }

    private ClockStep Take(double x, double host)
    {
        Hear(x, host);
        _lastStamp = x;
        _bursts.Add(x, host);
        var step = _oneWay.Add(x, host, YetUnknown, _bursts.Grain);
        if (step == ClockStep.None) _lateness.Add(Math.Max(0, _oneWay.LatenessOf(x, host)));
        return step;
    }

    private void Hear(double x, double host)
    {
        var passed = Math.Max(0, host - _lastHost);
        _heard += passed;
        if (State == ClockFitState.WarmingUp) _heardWarmingUp += passed;
        (_lastX, _lastHost) = (Math.Max(_lastX, x), Math.Max(_lastHost, host));
    }

    private (double X, double Host) Relative(Timestamp device, Timestamp host)
    {
        ClockMismatchException.ThrowIfDifferent(device.Clock, Device);
        ClockMismatchException.ThrowIfDifferent(host.Clock, ClockId.Host);
        if (!_isBegun || _hasEnded) Begin(device, host);
        return (Difference(device.Nanoseconds, _deviceStart.Nanoseconds), Difference(host.Nanoseconds, _hostStart.Nanoseconds));
    }

    private void Begin(Timestamp device, Timestamp host)
    {
        (_deviceStart, _hostStart, _lastX, _lastHost, _backwards) = (device, host, 0, 0, 0);
        _lastStamp = double.MinValue;
        (_isBegun, _hasEnded) = (true, false);
        _oneWay.Begin(_drift);
        _twoWay.Begin(_drift);
        _bursts.Begin();
    }

    private void End(ClockRestartReason reason, double x, double host)
    {
        LastSegment = new(At(x), _hostStart + new Duration((long)host), Snapshot(x), reason);
        _drift = reason == ClockRestartReason.Reconnected ? Unknown : _drift.After(Best(_lastX));
        _hasEnded = true;
    }

    /// <summary>A step was seen: what came since it began belongs to the next segment already.</summary>
    private void BeginAnew(ClockRestartReason reason, Timestamp device, Timestamp host, ClockStep step = ClockStep.None)
    {
        (Restarts, LastRestart) = (Restarts + 1, reason);
        _oneWay.EndWith(step);
        var (x, arrival) = _oneWay.HasLine ? _oneWay.Believed : (_lastX, _lastHost);
        End(reason, x, arrival);
        Begin(device, host);
    }

    private static ClockRestartReason ReasonOf(ClockStep step) =>
        step == ClockStep.Up ? ClockRestartReason.SteppedUp : ClockRestartReason.SteppedDown;

    private bool GoesBack(double x)
    {
        // A probe of a time service may be ahead of the samples that are still on their way.
        if (x >= _lastStamp)
        {
            _backwards = 0;
            return false;
        }

        BackwardStamps++;
        _backwards++;
        return true;
    }

    private double Position(Timestamp device)
    {
        ClockMismatchException.ThrowIfDifferent(device.Clock, Device);
        if (!_isBegun) throw new InvalidOperationException($"The clock '{Device}' has not been heard yet.");
        return Difference(device.Nanoseconds, _deviceStart.Nanoseconds);
    }

    private bool AnswersTwoWay(double x) => _twoWay.HasLine && (!_oneWay.HasLine || _twoWay.UncertaintyAt(x) <= OneWayUncertaintyAt(x));

    private ClockLine Best(double x) => AnswersTwoWay(x) ? _twoWay.Line : _oneWay.InGrain(_bursts.Grain);

    private double UncertaintyAt(double x) => AnswersTwoWay(x) ? _twoWay.UncertaintyAt(x) : OneWayUncertaintyAt(x);

    private double OneWayUncertaintyAt(double x) => HalfDelayRange + _oneWay.UncertaintyAt(x, _bursts.Grain) + YetUnknown;

    private long Offset(double x) =>
        (long)Math.Round(AnswersTwoWay(x) ? _twoWay.Line.At(x) : _oneWay.Line.At(x) - MiddleDelay);

    private Timestamp At(double x) => new(Device, Sum(_deviceStart.Nanoseconds, (long)x));

    private ClockMap Snapshot(double x)
    {
        var line = Best(x);
        return ClockMap.Through(At(x), ToHost(At(x)), line.Slope * 1e6, ToDuration(UncertaintyAt(x))) with
        {
            KnownFromNanoseconds = At(line.From).Nanoseconds,
            DriftUncertaintyPartsPerMillion = line.SlopeUncertainty * 1e6,
        };
    }

    private static long Difference(long a, long b) => (long)Int128.Clamp((Int128)a - b, long.MinValue / 2, long.MaxValue / 2);

    private static long Sum(long a, long b) => (long)Int128.Clamp((Int128)a + b, long.MinValue, long.MaxValue);

    private static Duration ToDuration(double nanoseconds) => new((long)Math.Min(Math.Ceiling(nanoseconds), Unbounded.Nanoseconds));
}
