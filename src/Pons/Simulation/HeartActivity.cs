namespace Pons.Simulation;

/// <summary>The heart as the scalp sees it: small, a gradient from the lower left to the upper right, with a beat that varies.</summary>
internal sealed class HeartActivity : SourceGroup
{
    private readonly CascadedNoise _variability;
    private readonly double _beatsPerSample, _rateHz;
    private double _phase;
    private double _secondsSinceBeat = 10;

    public HeartActivity(VirtualSubject subject, Scalp scalp, RandomStream stream, double rateHz)
    {
        _rateHz = rateHz;
        _beatsPerSample = subject.HeartBeatsPerMinute / 60 / rateHz;
        _variability = new(stream.Derive("variability"), cornerHz: 0.15, rateHz);
        _phase = stream.Uniform(0);
        var axis = new HeadVector(-0.6, 0.2, -0.77);
        Topographies = [scalp.ScaledToLoudest(scalp.Potentials(d => d.Dot(axis)), subject.HeartMicrovolts)];
    }

    public override IReadOnlyList<double[]> Topographies { get; }

    public override void Advance(long sample, Span<double> activity)
    {
        _variability.Advance(sample);
        _secondsSinceBeat += 1 / _rateHz;
        _phase += _beatsPerSample * (1 + 0.05 * Math.Clamp(_variability.Value, -3, 3));
        if (_phase >= 1) (_phase, _secondsSinceBeat) = (_phase - 1, 0);
        activity[0] = _secondsSinceBeat > 0.6 ? 0
            : Wave(-0.12, 0.065, 0.010) + Wave(1, 0.09, 0.011) + Wave(-0.25, 0.118, 0.011) + Wave(0.22, 0.34, 0.045);
    }

    private double Wave(double height, double at, double width)
    {
        var x = (_secondsSinceBeat - at) / width;
        return height * Math.Exp(-0.5 * x * x);
    }
}
