namespace Pons.Devices.Lsl;

/// <summary>
/// Sees from the stamps of a regular stream that samples are missing, as LSL has no counter. Careful by design: a stamp that jumps ahead by
/// J seconds more than one period counts as J × rate missing samples only when J is at least three quarters of a period on streams whose
/// stamps run like a ruler (no step of the last ten seconds was off by more than 5 % of a period), or, on streams whose stamps are read
/// from a clock when a chunk is sent, at least half a second and eight times the largest such deviation. The first eight steps only teach it. Deduced
/// stamps show nothing. A stamp that
/// goes back by more than a second is a new start of the sender's clock.
/// </summary>
/// <param name="rateHz">Nominal rate; <see langword="null"/> for irregular streams, where nothing can be seen.</param>
internal sealed class LslStampWatch(double? rateHz)
{
    private const int Lessons = 8;
    private const double RulerShare = 0.05, JitterFactor = 8, LeastJump = 0.5, RestartSeconds = 1, MemorySeconds = 10;

    private readonly double _period = rateHz is { } rate ? 1 / rate : 0;
    private readonly double _fade = rateHz is { } hz ? Math.Exp(-1 / (hz * MemorySeconds)) : 0;
    private double _last;
    private double _deviation;
    private int _steps = -1;

    /// <summary>Whether the last stamp began a new time.</summary>
    public bool HasRestarted { get; private set; }

    /// <summary>Looks at the stamp that a sample carries.</summary>
    /// <param name="stamp">The stamp in seconds.</param>
    /// <returns>Samples that are missing before it.</returns>
    public long Next(double stamp)
    {
        HasRestarted = false;
        var excess = stamp - _last - _period;
        _last = stamp;
        if (_period == 0) return 0;
        if (_steps < 0)
        {
            _steps = 0;
            return 0;
        }

        if (excess < -RestartSeconds)
        {
            (HasRestarted, _steps, _deviation) = (true, 0, 0);
            return 0;
        }

        _steps = Math.Min(_steps + 1, Lessons + 1);
        if (_steps > Lessons && excess >= Limit) return Math.Max(1, (long)Math.Round(excess / _period));
        _deviation = Math.Max(Math.Abs(excess), _deviation * _fade);
        return 0;
    }

    /// <summary>The stamp of the last sample.</summary>
    public double Last => _last;

    /// <summary>Starts anew, as behind samples whose time nobody knew.</summary>
    public void Forget() => (_steps, _deviation) = (-1, 0);

    /// <summary>The stamp that a sample without one has.</summary>
    public double Deduce()
    {
        _deviation *= _fade;
        return _last += _period;
    }

    private double Limit => _deviation <= RulerShare * _period ? 0.75 * _period : Math.Max(LeastJump, JitterFactor * _deviation);
}
