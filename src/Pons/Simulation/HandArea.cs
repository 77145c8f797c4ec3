namespace Pons.Simulation;

/// <summary>
/// How much power the rhythms of one hemisphere's hand area have, against rest. Imagery of the other hand takes it away within
/// about a second; beta rebounds after it (Pfurtscheller and Lopes da Silva 1999, doi 10.1016/S1388-2457(99)00141-8).
/// </summary>
internal sealed class HandArea(RandomStream stream, double rateHz)
{
    private const double LeastPower = 0.04;
    private const double BetaShare = 0.8;

    private readonly CascadedNoise _waver = new(stream, cornerHz: 0.15, rateHz);
    private readonly double _follow = 1 - Math.Exp(-1 / (0.18 * rateHz));
    private readonly double _rebound = 1 - Math.Exp(-1 / (0.4 * rateHz));
    private double _target, _pendingTarget, _pendingKick;
    private double _first, _desynchronisation, _reboundFirst, _reboundSecond;
    private long _changeAt = long.MaxValue;

    public double MuPower { get; private set; } = 1;

    public double BetaPower { get; private set; } = 1;

    /// <summary>The power that is missing, before it wavers.</summary>
    public double Desynchronisation => _desynchronisation;

    /// <summary>From a later sample on, the missing power moves to a new target; a kick makes beta rebound.</summary>
    public void Aim(double target, double kick, long atSample)
    {
        if (_changeAt != long.MaxValue) kick += _pendingKick;
        (_pendingTarget, _pendingKick, _changeAt) = (target, kick, atSample);
    }

    public void Advance(long sample, double vigilance)
    {
        if (sample >= _changeAt)
        {
            _target = _pendingTarget;
            // e scales the peak of the two-pole response to the height of the kick.
            _reboundFirst += Math.E * _pendingKick;
            (_pendingKick, _changeAt) = (0, long.MaxValue);
        }

        _waver.Advance(sample);
        _first += _follow * (_target - _first);
        _desynchronisation += _follow * (_first - _desynchronisation);
        _reboundFirst -= _rebound * _reboundFirst;
        _reboundSecond += _rebound * (_reboundFirst - _reboundSecond);
        var missing = _desynchronisation * Math.Clamp(1 + 0.2 * _waver.Value + 0.1 * vigilance, 0.2, 1.6);
        MuPower = Math.Max(LeastPower, 1 - missing);
        BetaPower = Math.Max(LeastPower, 1 - BetaShare * missing + _reboundSecond);
    }
}
