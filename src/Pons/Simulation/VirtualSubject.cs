namespace Pons.Simulation;

/// <summary>
/// Who is simulated: immutable, complete, and drawn again from its seed. The defaults are an average adult; <see cref="Draw"/>
/// gives one member of the population. Amplitudes are what the scalp shows against linked mastoids, in microvolts.
/// </summary>
public sealed record VirtualSubject
{
    /// <summary>Where all its randomness starts; each purpose has a stream of its own.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Which sitting it is, 0 or more: the same person with other noise, other blinks and another cap. Default 0.</summary>
    public int Session { get; init; }

    /// <summary>
    /// How well it can imagine, 0 to 1: at 1 the source power of the contralateral hand area falls by about
    /// <see cref="DesynchronisationDepth"/>; at 0 left and right imagery give the very same samples. Default 0.8.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside 0 to 1.</exception>
    public double Skill { get; init => field = InRange(value, 0, 1, nameof(Skill)); } = 0.8;

    /// <summary>
    /// Share of mu source power that skilled imagery takes away on average, 0 to 0.95. Default 0.85, of which the scalp shows
    /// 50 to 60 % beside its background.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside 0 to 0.95.</exception>
    public double DesynchronisationDepth { get; init => field = InRange(value, 0, 0.95, nameof(DesynchronisationDepth)); } = 0.85;

    /// <summary>Peak of the occipital alpha rhythm, 7 to 14 Hz. Default 10.2 Hz.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside 7 to 14 Hz.</exception>
    public double AlphaHz { get; init => field = InRange(value, 7, 14, nameof(AlphaHz)); } = 10.2;

    /// <summary>Peak of the rolandic mu rhythm, 8 to 13 Hz. Default 10.8 Hz.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside 8 to 13 Hz.</exception>
    public double MuHz { get; init => field = InRange(value, 8, 13, nameof(MuHz)); } = 10.8;

    /// <summary>Peak of the rolandic beta rhythm, 16 to 26 Hz. Default 20.5 Hz.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside 16 to 26 Hz.</exception>
    public double BetaHz { get; init => field = InRange(value, 16, 26, nameof(BetaHz)); } = 20.5;

    /// <summary>
    /// Occipital alpha with closed eyes, root mean square at the loudest electrode, 0 to 60 µV. Default 15 µV: 40 µV from peak
    /// to peak on average.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside 0 to 60 µV.</exception>
    public double AlphaMicrovolts { get; init => field = InRange(value, 0, 60, nameof(AlphaMicrovolts)); } = 15;

    /// <summary>Share of the occipital alpha amplitude that stays with open eyes, 0 to 1. Default 0.3.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside 0 to 1.</exception>
    public double AlphaEyesOpenShare { get; init => field = InRange(value, 0, 1, nameof(AlphaEyesOpenShare)); } = 0.3;

    /// <summary>Mu of one hemisphere at rest, root mean square at the loudest electrode, 0 to 30 µV. Default 6.6 µV.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside 0 to 30 µV.</exception>
    public double MuMicrovolts { get; init => field = InRange(value, 0, 30, nameof(MuMicrovolts)); } = 6.6;

    /// <summary>Rolandic beta of one hemisphere at rest, root mean square at the loudest electrode, 0 to 20 µV. Default 2.4 µV.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside 0 to 20 µV.</exception>
    public double BetaMicrovolts { get; init => field = InRange(value, 0, 20, nameof(BetaMicrovolts)); } = 2.4;

    /// <summary>Activity without rhythm, root mean square from 1 to 40 Hz, mean over the scalp, 0 to 50 µV. Default 10 µV.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside 0 to 50 µV.</exception>
    public double BackgroundMicrovolts { get; init => field = InRange(value, 0, 50, nameof(BackgroundMicrovolts)); } = 10;

    /// <summary>Exponent χ of that activity's spectrum 1/f^χ up to about 15 Hz, above which it is 2; 0.5 to 2. Default 1.1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside 0.5 to 2.</exception>
    public double BackgroundExponent { get; init => field = InRange(value, 0.5, 2, nameof(BackgroundExponent)); } = 1.1;

    /// <summary>Blinks a minute with open eyes, 0 to 60. Default 14; during imagery 60 % of it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside 0 to 60.</exception>
    public double BlinksPerMinute { get; init => field = InRange(value, 0, 60, nameof(BlinksPerMinute)); } = 14;

    /// <summary>Height of an average blink at the loudest electrode, 0 to 400 µV. Default 140 µV.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside 0 to 400 µV.</exception>
    public double BlinkMicrovolts { get; init => field = InRange(value, 0, 400, nameof(BlinkMicrovolts)); } = 140;

    /// <summary>Deviation that glances and the rolling of closed eyes make at the loudest electrode, 0 to 200 µV. Default 14 µV.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside 0 to 200 µV.</exception>
    public double GazeMicrovolts { get; init => field = InRange(value, 0, 200, nameof(GazeMicrovolts)); } = 14;

    /// <summary>Bursts of muscle activity a minute, 0 to 60. Default 2.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside 0 to 60.</exception>
    public double MuscleBurstsPerMinute { get; init => field = InRange(value, 0, 60, nameof(MuscleBurstsPerMinute)); } = 2;

    /// <summary>
    /// Muscle activity in an average burst, root mean square at the loudest electrode, 0 to 200 µV; a fifteenth of it is always
    /// there. Default 15 µV.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside 0 to 200 µV.</exception>
    public double MuscleMicrovolts { get; init => field = InRange(value, 0, 200, nameof(MuscleMicrovolts)); } = 15;

    /// <summary>R wave of the heart at the loudest electrode, 0 to 50 µV. Default 1.5 µV.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside 0 to 50 µV.</exception>
    public double HeartMicrovolts { get; init => field = InRange(value, 0, 50, nameof(HeartMicrovolts)); } = 1.5;

    /// <summary>Heart beats a minute, 30 to 200. Default 68.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside 30 to 200.</exception>
    public double HeartBeatsPerMinute { get; init => field = InRange(value, 30, 200, nameof(HeartBeatsPerMinute)); } = 68;

    /// <summary>Feedback negativity after a miss near FCz, 0 to 30 µV; after a hit a quarter of it. Default 7 µV.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside 0 to 30 µV.</exception>
    public double FeedbackMicrovolts { get; init => field = InRange(value, 0, 30, nameof(FeedbackMicrovolts)); } = 7;

    /// <summary>Frequency of the mains, 45 to 65 Hz. Default 50 Hz.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside 45 to 65 Hz.</exception>
    public double MainsHz { get; init => field = InRange(value, 45, 65, nameof(MainsHz)); } = 50;

    /// <summary>Median amplitude of the mains over the channels, 0 to 200 µV. Default 1.5 µV.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside 0 to 200 µV.</exception>
    public double MainsMicrovolts { get; init => field = InRange(value, 0, 200, nameof(MainsMicrovolts)); } = 1.5;

    /// <summary>Slow drift of each electrode (below 0.1 Hz), root mean square, 0 to 1000 µV. Default 12 µV.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside 0 to 1000 µV.</exception>
    public double DriftMicrovolts { get; init => field = InRange(value, 0, 1000, nameof(DriftMicrovolts)); } = 12;

    /// <summary>Noise of each electrode's contact (about 1/f, 0.3 Hz upwards), root mean square, 0 to 50 µV. Default 0.8 µV.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside 0 to 50 µV.</exception>
    public double ElectrodeNoiseMicrovolts { get; init => field = InRange(value, 0, 50, nameof(ElectrodeNoiseMicrovolts)); } = 0.8;

    /// <summary>White noise of the amplifier in 100 Hz of bandwidth, root mean square, 0 to 50 µV. Default 0.35 µV.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside 0 to 50 µV.</exception>
    public double AmplifierNoiseMicrovolts { get; init => field = InRange(value, 0, 50, nameof(AmplifierNoiseMicrovolts)); } = 0.35;

    /// <summary>One member of the population: frequencies, amplitudes and rates spread as they do among healthy adults.</summary>
    /// <param name="seed">Who it is.</param>
    /// <param name="skill">How well it can imagine, 0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="skill"/> is outside 0 to 1.</exception>
    public static VirtualSubject Draw(ulong seed, double skill = 0.8)
    {
        var traits = new RandomStream(seed).Derive("traits");
        double Spread(int trait, double centre, double deviation, double low, double high) =>
            Math.Clamp(centre + deviation * traits.Normal(trait), low, high);
        double Times(int trait, double centre, double logDeviation) =>
            centre * Math.Exp(logDeviation * Math.Clamp(traits.Normal(trait), -2, 2));

        var average = new VirtualSubject();
        var alpha = Spread(0, average.AlphaHz, 0.8, 8.4, 12);
        return average with
        {
            Seed = seed,
            Skill = skill,
            AlphaHz = alpha,
            MuHz = Math.Clamp(alpha + Spread(1, 0.6, 0.5, -0.5, 1.8), 8.5, 12.8),
            BetaHz = Spread(2, average.BetaHz, 1.6, 17, 25),
            AlphaMicrovolts = Times(3, average.AlphaMicrovolts, 0.3),
            AlphaEyesOpenShare = Spread(4, average.AlphaEyesOpenShare, 0.06, 0.15, 0.45),
            MuMicrovolts = Times(5, average.MuMicrovolts, 0.2),
            BetaMicrovolts = Times(6, average.BetaMicrovolts, 0.2),
            BackgroundMicrovolts = Times(7, average.BackgroundMicrovolts, 0.15),
            BackgroundExponent = Spread(8, average.BackgroundExponent, 0.12, 0.8, 1.4),
            BlinksPerMinute = Times(9, average.BlinksPerMinute, 0.35),
            BlinkMicrovolts = Times(10, average.BlinkMicrovolts, 0.2),
            MuscleBurstsPerMinute = Times(11, average.MuscleBurstsPerMinute, 0.5),
            MuscleMicrovolts = Times(12, average.MuscleMicrovolts, 0.3),
            HeartBeatsPerMinute = Spread(13, average.HeartBeatsPerMinute, 8, 50, 95),
            HeartMicrovolts = Times(14, average.HeartMicrovolts, 0.4),
            FeedbackMicrovolts = Times(15, average.FeedbackMicrovolts, 0.25),
        };
    }

    private static double InRange(double value, double low, double high, string name) => value >= low && value <= high
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{name} lies between {low} and {high}.");
}
