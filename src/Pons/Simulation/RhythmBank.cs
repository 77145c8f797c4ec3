using System.Collections.Immutable;

namespace Pons.Simulation;

/// <summary>
/// The rhythms of the cortex as noise-driven damped oscillators, each with its own place: a rotation of the plane, exact for the
/// sampling step, driven by white noise through two equal stages. Amplitude and phase wander as in the normal form of a Hopf
/// bifurcation below its threshold, which gives spindles that wax and wane and a peak of finite width.
/// </summary>
internal sealed class RhythmBank : SourceGroup
{
    /// <summary>Width at half height of two equal stages, against the corner of one.</summary>
    private static readonly double WidthOfTwoStages = 2 * Math.Sqrt(Math.Sqrt(2) - 1);

    private readonly Behaviour _behaviour;
    private readonly RandomStream _stream;
    private readonly ImmutableArray<Rhythm> _rhythms;
    private readonly Oscillator[] _oscillators;
    private readonly double[] _normals;
    private readonly double[] _amplitudes;

    public RhythmBank(VirtualSubject subject, Behaviour behaviour, Scalp scalp, RandomStream stream, double rateHz)
    {
        _behaviour = behaviour;
        _stream = stream;
        _rhythms = Rhythm.Of(subject);
        var radius = scalp.CortexRadiusMetres;
        Topographies = [.. _rhythms.Select(r => scalp.ScaledToLoudest(scalp.Potentials(r.Dipoles(radius)), r.Microvolts))];
        _normals = new double[2 * _rhythms.Length];
        _amplitudes = new double[_rhythms.Length];
        _oscillators = [.. _rhythms.Select((r, i) => new Oscillator(r, stream, 4 * i, rateHz))];
    }

    public override IReadOnlyList<double[]> Topographies { get; }

    public ImmutableArray<string> Names => [.. _rhythms.Select(r => r.Name)];

    public override void Advance(long sample, Span<double> activity)
    {
        // The first four normals of each rhythm made its starting state.
        _stream.FillNormals(4 * _rhythms.Length + sample * _normals.Length, _normals);
        for (var i = 0; i < _oscillators.Length; i++)
        {
            ref var o = ref _oscillators[i];
            var (re, im) = o.Advance(_normals[2 * i], _normals[2 * i + 1]);
            var gain = Gain(_rhythms[i].Driver);
            var modulus = Math.Sqrt(re * re + im * im);
            _amplitudes[i] = gain * modulus * _rhythms[i].Microvolts;
            // Mu has an arched wave: a second harmonic in fixed phase.
            var arch = modulus > 0 ? _rhythms[i].HarmonicShare * (re * re - im * im) / modulus : 0;
            activity[i] = gain * (re + arch);
        }
    }

    public void CopyEnvelopes(Span<float> microvolts)
    {
        for (var i = 0; i < microvolts.Length; i++) microvolts[i] = (float)_amplitudes[i];
    }

    private double Gain(RhythmDriver driver) => driver switch
    {
        RhythmDriver.Eyes => _behaviour.AlphaShare * _behaviour.AlphaMood,
        RhythmDriver.LeftHandMu => Math.Sqrt(_behaviour.LeftHandArea.MuPower),
        RhythmDriver.RightHandMu => Math.Sqrt(_behaviour.RightHandArea.MuPower),
        RhythmDriver.LeftHandBeta => Math.Sqrt(_behaviour.LeftHandArea.BetaPower),
        RhythmDriver.RightHandBeta => Math.Sqrt(_behaviour.RightHandArea.BetaPower),
        _ => 1,
    };

    private struct Oscillator
    {
        private readonly double _gain, _cosine, _sine;
        private double _firstRe, _firstIm, _re, _im;

        public Oscillator(Rhythm rhythm, RandomStream stream, int address, double rateHz)
        {
            var design = new CascadedNoise.Design(rhythm.WidthHz / WidthOfTwoStages, rateHz);
            (_sine, _cosine) = Math.SinCos(2 * Math.PI * rhythm.Hz / rateHz);
            (_sine, _cosine, _gain) = (_sine * design.Decay, _cosine * design.Decay, design.Gain);
            (_firstRe, _re) = design.Start(stream.Normal(address), stream.Normal(address + 1));
            (_firstIm, _im) = design.Start(stream.Normal(address + 2), stream.Normal(address + 3));
        }

        public (double Re, double Im) Advance(double noiseRe, double noiseIm)
        {
            (_firstRe, _firstIm) = (_cosine * _firstRe - _sine * _firstIm + noiseRe, _sine * _firstRe + _cosine * _firstIm + noiseIm);
            (_re, _im) = (_cosine * _re - _sine * _im + _gain * _firstRe, _sine * _re + _cosine * _im + _gain * _firstIm);
            return (_re, _im);
        }
    }
}
