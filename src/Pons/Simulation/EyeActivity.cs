namespace Pons.Simulation;

/// <summary>
/// Blinks, glances and the slow rolling of closed eyes: dipoles at both eyes, front positive (Plöchl, Ossandón and König 2012,
/// doi 10.3389/fnhum.2012.00278).
/// </summary>
internal sealed class EyeActivity : SourceGroup
{
    private const double ImageryBlinkShare = 0.6;
    private const double BlinkRestSeconds = 0.9;
    private const double SaccadesPerSecond = 0.7;
    private const double ClosingShare = 0.38;

    private readonly VirtualSubject _subject;
    private readonly Behaviour _behaviour;
    private readonly TruthRecorder _truth;
    private readonly RandomStream _blinkTimes, _blinkShapes, _saccadeTimes, _saccadeTargets;
    private readonly CascadedNoise _rolling, _rollingVertical;
    private readonly double _rateHz, _glide, _lid;
    private long _blinkStart = long.MinValue / 2;
    private long _blinkLength = 1;
    private double _blinkHeight;
    private double _targetX, _targetY, _x1, _y1, _x2, _y2, _closed;

    public EyeActivity(VirtualSubject subject, Behaviour behaviour, Scalp scalp, TruthRecorder truth, RandomStream stream, double rateHz)
    {
        (_subject, _behaviour, _truth, _rateHz) = (subject, behaviour, truth, rateHz);
        _blinkTimes = stream.Derive("blink times");
        _blinkShapes = stream.Derive("blink shapes");
        _saccadeTimes = stream.Derive("saccade times");
        _saccadeTargets = stream.Derive("saccade targets");
        _rolling = new(stream.Derive("rolling"), cornerHz: 0.3, rateHz);
        _rollingVertical = new(stream.Derive("vertical rolling"), cornerHz: 0.2, rateHz);
        _glide = 1 - Math.Exp(-1 / (0.012 * rateHz));
        _lid = 1 - Math.Exp(-1 / (0.3 * rateHz));
        Topographies =
        [
            scalp.ScaledToLoudest(BothEyes(scalp, new(0, 0.75, 0.66)), subject.BlinkMicrovolts),
            scalp.ScaledToLoudest(BothEyes(scalp, new(1, 0.1, 0)), subject.GazeMicrovolts),
            scalp.ScaledToLoudest(BothEyes(scalp, new(0, 0.3, 1)), 0.7 * subject.GazeMicrovolts),
        ];
    }

    public override IReadOnlyList<double[]> Topographies { get; }

    public override void Advance(long sample, Span<double> activity)
    {
        _rolling.Advance(sample);
        _rollingVertical.Advance(sample);
        if (_behaviour.HasOpenEyes) MaybeMove(sample);
        _closed += _lid * ((_behaviour.HasOpenEyes ? 0 : 1) - _closed);
        _x1 += _glide * (_targetX - _x1);
        _x2 += _glide * (_x1 - _x2);
        _y1 += _glide * (_targetY - _y1);
        _y2 += _glide * (_y1 - _y2);
        activity[0] = _blinkHeight * BlinkShape((double)(sample - _blinkStart) / _blinkLength);
        activity[1] = (1 - _closed) * _x2 + _closed * 1.4 * _rolling.Value;
        activity[2] = (1 - _closed) * _y2 + _closed * 0.6 * _rollingVertical.Value;
    }

    private void MaybeMove(long sample)
    {
        var perSecond = _subject.BlinksPerMinute / 60 * (_behaviour.IsImagining ? ImageryBlinkShare : 1);
        // No blink for a while after one; the chance afterwards makes up for it.
        var chance = perSecond / (1 - BlinkRestSeconds * perSecond) / _rateHz;
        if (sample > _blinkStart + BlinkRestSeconds * _rateHz && _blinkTimes.Uniform(sample) < chance) Blink(sample);
        if (_saccadeTimes.Uniform(sample) < SaccadesPerSecond / _rateHz) Glance(sample);
    }

    private void Blink(long sample)
    {
        _blinkStart = sample;
        _blinkLength = (long)((0.30 + 0.045 * Math.Clamp(_blinkShapes.Normal(2 * sample), -2, 2)) * _rateHz);
        _blinkHeight = Math.Exp(0.2 * Math.Clamp(_blinkShapes.Normal(2 * sample + 1), -2, 1.5));
        _truth.Note(TwinArtefactKind.Blink, sample, _blinkLength, _blinkHeight * _subject.BlinkMicrovolts);
    }

    private void Glance(long sample)
    {
        var (x, y) = (_saccadeTargets.Normal(2 * sample), _saccadeTargets.Normal(2 * sample + 1));
        var jump = Math.Sqrt((x - _targetX) * (x - _targetX) + (y - _targetY) * (y - _targetY));
        (_targetX, _targetY) = (x, y);
        _truth.Note(TwinArtefactKind.Saccade, sample, (long)(0.05 * _rateHz), jump * _subject.GazeMicrovolts);
    }

    /// <summary>The lid closes faster than it opens; both ends are flat.</summary>
    private static double BlinkShape(double share) => share switch
    {
        <= 0 or >= 1 => 0,
        < ClosingShare => Squared(Math.Sin(Math.PI / 2 * share / ClosingShare)),
        _ => Math.Pow(Math.Cos(Math.PI / 2 * (share - ClosingShare) / (1 - ClosingShare)), 2.6),
    };

    private static double Squared(double value) => value * value;

    private static double[] BothEyes(Scalp scalp, HeadVector moment)
    {
        var left = new HeadVector(-0.38, 0.92, -0.03).ToUnit() * (0.96 * scalp.BrainRadiusMetres);
        return scalp.Potentials((left, moment), (left with { X = -left.X }, moment));
    }
}
