namespace Pons.Simulation;

/// <summary>What the subject does and how awake it is, sample by sample: the slow part that all generators read.</summary>
internal sealed class Behaviour
{
    /// <summary>Imagery of either hand takes a little power from both hand areas: attention, which holds no class.</summary>
    private const double AttentionShare = 0.08;
    private const double IpsilateralShare = -0.15;
    private const double LapseProbability = 0.05;

    private readonly VirtualSubject _subject;
    private readonly RandomStream _trials;
    private readonly RandomStream _lapses;
    private readonly CascadedNoise _vigilance;
    private readonly double _rateHz;
    private readonly double _alphaFollow;
    private double _alphaFirst;
    private double _effort = 1;

    public Behaviour(VirtualSubject subject, RandomStream stream, double rateHz)
    {
        _subject = subject;
        _rateHz = rateHz;
        _trials = stream.Derive("trials");
        _lapses = stream.Derive("lapses");
        _vigilance = new(stream.Derive("vigilance"), cornerHz: 0.008, rateHz);
        LeftHandArea = new(stream.Derive("left hand area"), rateHz);
        RightHandArea = new(stream.Derive("right hand area"), rateHz);
        _alphaFollow = 1 - Math.Exp(-1 / (0.25 * rateHz));
        AlphaShare = _alphaFirst = subject.AlphaEyesOpenShare;
    }

    public MentalState State { get; private set; } = MentalState.RestEyesOpen;

    public HandArea LeftHandArea { get; }

    public HandArea RightHandArea { get; }

    public bool HasOpenEyes => State != MentalState.RestEyesClosed;

    public bool IsImagining => State is MentalState.ImagineLeftHand or MentalState.ImagineRightHand;

    /// <summary>Share of the full occipital alpha amplitude that is there now, vigilance included.</summary>
    public double AlphaShare { get; private set; }

    public void Enter(MentalState state, long sample)
    {
        // The randomness of a trial hangs on its sample alone, so that left and right differ in nothing but the skill.
        var latencySamples = (long)((0.25 + 0.08 * Math.Abs(_trials.Normal(2 * sample))) * _rateHz);
        var kick = IsImagining && state != State ? 1.2 * _subject.Skill * _effort : 0;
        var (leftKick, rightKick) = State == MentalState.ImagineRightHand ? (kick, 0.0) : (0.0, kick);
        _effort = _lapses.Uniform(sample) < LapseProbability ? 0.1 : Math.Clamp(1 + 0.25 * _trials.Normal(2 * sample + 1), 0.3, 1.4);
        State = state;
        LeftHandArea.Aim(Target(MentalState.ImagineRightHand), leftKick, sample + latencySamples);
        RightHandArea.Aim(Target(MentalState.ImagineLeftHand), rightKick, sample + latencySamples);
    }

    public void Advance(long sample)
    {
        _vigilance.Advance(sample);
        var open = HasOpenEyes ? _subject.AlphaEyesOpenShare : 1;
        _alphaFirst += _alphaFollow * (open - _alphaFirst);
        AlphaShare += _alphaFollow * (_alphaFirst - AlphaShare);
        LeftHandArea.Advance(sample, _vigilance.Value);
        RightHandArea.Advance(sample, _vigilance.Value);
    }

    /// <summary>How much louder all alpha is than on average, for it comes and goes over minutes.</summary>
    public double AlphaMood => 1 + 0.2 * Math.Clamp(_vigilance.Value, -2, 2);

    private double Target(MentalState contralateral)
    {
        if (!IsImagining) return 0;
        var skilled = State == contralateral ? _subject.DesynchronisationDepth : IpsilateralShare;
        return _effort * (_subject.Skill * (skilled - AttentionShare) + AttentionShare);
    }
}
