using System.Numerics;

namespace Pons.Simulation;

/// <summary>
/// Muscles under the electrodes: noise from 20 to 100 Hz, weak all the time and strong in bursts of the temporal muscles and the
/// forehead (Goncharova et al. 2003, doi 10.1016/S1388-2457(03)00093-2).
/// </summary>
internal sealed class MuscleActivity : SourceGroup
{
    private const double TonicShare = 1 / 15.0;
    private const double LowHz = 22;
    private const double HighHz = 85;

    private static readonly (TwinArtefactKind Kind, string[] Sites)[] Muscles =
    [
        (TwinArtefactKind.LeftTemporalMuscle, ["FT7", "T7", "F7", "TP7"]),
        (TwinArtefactKind.RightTemporalMuscle, ["FT8", "T8", "F8", "TP8"]),
        (TwinArtefactKind.FrontalMuscle, ["AF7", "Fp1", "Fp2", "AF8"]),
    ];

    private readonly VirtualSubject _subject;
    private readonly TruthRecorder _truth;
    private readonly RandomStream _noise, _times, _shapes;
    private readonly Filter[] _filters;
    private readonly double[] _normals;
    private readonly Burst[] _bursts = new Burst[Muscles.Length];
    private readonly double _rateHz, _follow;

    public MuscleActivity(VirtualSubject subject, Scalp scalp, TruthRecorder truth, RandomStream stream, double rateHz)
    {
        (_subject, _truth, _rateHz) = (subject, truth, rateHz);
        _noise = stream.Derive("noise");
        _times = stream.Derive("burst times");
        _shapes = stream.Derive("burst shapes");
        _follow = 1 - Math.Exp(-1 / (0.06 * rateHz));
        var sites = Muscles.SelectMany(m => m.Sites).ToArray();
        Topographies = [.. sites.Select(site => Under(scalp, site, subject.MuscleMicrovolts))];
        _filters = [.. sites.Select(_ => new Filter(rateHz))];
        _normals = new double[sites.Length];
    }

    public override IReadOnlyList<double[]> Topographies { get; }

    public override void Advance(long sample, Span<double> activity)
    {
        _noise.FillNormals(sample * _normals.Length, _normals);
        var source = 0;
        for (var muscle = 0; muscle < Muscles.Length; muscle++)
        {
            ref var burst = ref _bursts[muscle];
            if (sample >= burst.End) MaybeBegin(sample, muscle, ref burst);
            burst.Level += _follow * ((sample < burst.End ? burst.Height : 0) - burst.Level);
            for (var site = 0; site < Muscles[muscle].Sites.Length; site++, source++)
                activity[source] = (TonicShare + burst.Level) * _filters[source].Advance(_normals[source]);
        }
    }

    private void MaybeBegin(long sample, int muscle, ref Burst burst)
    {
        var address = sample * Muscles.Length + muscle;
        if (_times.Uniform(address) >= _subject.MuscleBurstsPerMinute / 60 / Muscles.Length / _rateHz) return;
        var length = (long)(0.7 * Math.Exp(0.5 * Math.Clamp(_shapes.Normal(2 * address), -2, 2)) * _rateHz);
        burst.Height = Math.Exp(0.4 * Math.Clamp(_shapes.Normal(2 * address + 1), -2, 2));
        burst.End = sample + length;
        _truth.Note(Muscles[muscle].Kind, sample, length, burst.Height * _subject.MuscleMicrovolts);
    }

    private static double[] Under(Scalp scalp, string site, double microvolts)
    {
        var direction = Montage.DirectionOf(site);
        return scalp.ScaledToLoudest(scalp.Potentials((direction * (0.97 * scalp.BrainRadiusMetres), direction)), microvolts);
    }

    private struct Burst
    {
        public double Height;
        public double Level;
        public long End;
    }

    /// <summary>Two high-passes and one low-pass of first order, scaled to variance 1 for white noise.</summary>
    private sealed class Filter
    {
        private readonly double _high, _low, _gain;
        private double _slow1, _slow2, _out;

        public Filter(double rateHz)
        {
            _high = 1 - Math.Exp(-2 * Math.PI * LowHz / rateHz);
            _low = 1 - Math.Exp(-2 * Math.PI * Math.Min(HighHz, 0.4 * rateHz) / rateHz);
            _gain = 1;
            const int Steps = 2000;
            var power = Enumerable.Range(0, Steps).Average(i => PowerGain(Math.PI * (i + 0.5) / Steps));
            _gain = 1 / Math.Sqrt(power);
        }

        public double Advance(double white)
        {
            _slow1 += _high * (white - _slow1);
            var once = white - _slow1;
            _slow2 += _high * (once - _slow2);
            _out += _low * (once - _slow2 - _out);
            return _gain * _out;
        }

        private double PowerGain(double radiansPerSample)
        {
            var delay = Complex.FromPolarCoordinates(1, -radiansPerSample);
            var highPass = 1 - _high / (1 - (1 - _high) * delay);
            var total = highPass * highPass * (_low / (1 - (1 - _low) * delay));
            return total.Magnitude * total.Magnitude;
        }
    }
}
