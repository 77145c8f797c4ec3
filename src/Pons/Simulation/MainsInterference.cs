namespace Pons.Simulation;

/// <summary>
/// Mains and its third harmonic, at every channel as strong as its electrode is poor; what lies above the amplifier's filter is
/// gone.
/// </summary>
internal sealed class MainsInterference : SourceGroup
{
    private const double PassShare = 0.45;

    private readonly (double Hz, double Share)[] _tones;
    private readonly double _rateHz;
    private readonly CascadedNoise _strength;

    public MainsInterference(VirtualSubject subject, Scalp scalp, RandomStream stream, double rateHz)
    {
        _rateHz = rateHz;
        _strength = new(stream.Derive("strength"), cornerHz: 0.05, rateHz);
        _tones = [.. new[] { (subject.MainsHz, 1.0), (3 * subject.MainsHz, 0.2) }.Where(t => t.Item1 < PassShare * rateHz)];
        var channels = stream.Derive("channels");
        var strengths = Enumerable.Range(0, scalp.ChannelCount)
            .Select(c => subject.MainsMicrovolts * Math.Exp(0.6 * Math.Clamp(channels.Normal(2 * c), -2.5, 2.5))).ToArray();
        var phases = Enumerable.Range(0, scalp.ChannelCount).Select(c => 0.5 * channels.Normal(2 * c + 1)).ToArray();
        Topographies = [.. _tones.SelectMany(t => new[]
        {
            strengths.Select((v, c) => v * t.Share * Math.Cos(phases[c])).ToArray(),
            strengths.Select((v, c) => -v * t.Share * Math.Sin(phases[c])).ToArray(),
        })];
    }

    public override IReadOnlyList<double[]> Topographies { get; }

    public override void Advance(long sample, Span<double> activity)
    {
        _strength.Advance(sample);
        var strength = 1 + 0.15 * Math.Clamp(_strength.Value, -3, 3);
        for (var i = 0; i < _tones.Length; i++)
        {
            var turns = _tones[i].Hz / _rateHz * sample;
            var (sine, cosine) = Math.SinCos(2 * Math.PI * (turns - Math.Floor(turns)));
            activity[2 * i] = strength * cosine;
            activity[2 * i + 1] = strength * sine;
        }
    }
}
