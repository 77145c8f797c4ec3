using Pons.Streams;

namespace Pons.StudioHost;

/// <summary>
/// Signal that looks like EEG without being a simulation of it: 1/f background that neighbouring electrodes share, alpha
/// behind, mu over the hands that goes when the other hand is imagined, blinks, a little mains. Seeded.
/// </summary>
internal sealed class InventedSignal
{
    private static readonly ElectrodePosition Back = new(0, -0.95, 0.3);
    private static readonly ElectrodePosition LeftHand = new(-0.64, 0, 0.77);
    private static readonly ElectrodePosition RightHand = new(0.64, 0, 0.77);
    private static readonly ElectrodePosition Front = new(0, 1, 0);

    private readonly Random _random;
    private readonly Rhythm[] _rhythms;
    private readonly float[][] _patterns;
    private readonly Pink[] _background;
    private readonly float[][] _backgroundPatterns;
    private readonly Pink[] _own;
    private readonly float[] _blinkPattern;
    private readonly double _rateHz;
    private long _sample;
    private double _untilBlink = 4;
    private double _blink = -1;
    private double _left = 1;
    private double _right = 1;

    public InventedSignal(IReadOnlyList<Channel> channels, double rateHz, int seed)
    {
        _rateHz = rateHz;
        _random = new(seed);
        var places = channels.Select(c => c.Position!.Value).ToArray();
        (double Hz, double Amplitude)[] rhythms = [(9.8, 11), (11.2, 7.5), (11.6, 7.5), (21, 2.6), (22, 2.6), (6, 3)];
        _rhythms = [.. rhythms.Select(r => new Rhythm(r.Hz, r.Amplitude, rateHz))];
        ElectrodePosition[] centres = [Back, LeftHand, RightHand, LeftHand, RightHand, Front];
        _patterns = [.. centres.Select((c, i) => Pattern(places, c, i == 0 ? 0.55 : 0.38))];
        _background = [.. Enumerable.Range(0, 24).Select(_ => new Pink())];
        _backgroundPatterns = [.. _background.Select(_ => Pattern(places, Anywhere(), 0.6))];
        _own = [.. places.Select(_ => new Pink())];
        _blinkPattern = Pattern(places, new(0, 0.98, -0.2), 0.42);
    }

    /// <summary>Whether the subject imagines: −1 left hand, 1 right hand, 0 neither.</summary>
    public int Imagines { get; set; }

    public float[] Next(int samples)
    {
        var channels = _own.Length;
        var block = new float[samples * channels];
        for (var s = 0; s < samples; s++) Fill(block.AsSpan(s * channels, channels));
        return block;
    }

    private void Fill(Span<float> row)
    {
        // The hand that is imagined loses its rhythm on the other side of the head.
        Approach(ref _left, Imagines == 1 ? 0.25 : 1);
        Approach(ref _right, Imagines == -1 ? 0.25 : 1);
        double[] gains = [1, _left, _right, _left, _right, 1];
        for (var i = 0; i < _rhythms.Length; i++) AddScaled(row, _patterns[i], _rhythms[i].Next(_random) * gains[i]);
        for (var i = 0; i < _background.Length; i++) AddScaled(row, _backgroundPatterns[i], _background[i].Next(_random) * 5.2);
        AddScaled(row, _blinkPattern, NextBlink());
        var mains = 1.1 * Math.Sin(2 * Math.PI * 50 * _sample / _rateHz);
        for (var c = 0; c < row.Length; c++) row[c] += (float)(_own[c].Next(_random) * 1.5 + mains + Gaussian(_random) * 0.5);
        _sample++;
    }

    private void Approach(ref double gain, double goal) => gain += (goal - gain) * 3 / _rateHz;

    private double NextBlink()
    {
        _untilBlink -= 1 / _rateHz;
        if (_untilBlink <= 0) (_blink, _untilBlink) = (0, 4 + 5 * _random.NextDouble());
        if (_blink < 0) return 0;
        _blink += 1 / _rateHz;
        if (_blink > 0.35) _blink = -1;
        return _blink < 0 ? 0 : 110 * Math.Pow(Math.Sin(Math.PI * _blink / 0.35), 2);
    }

    private ElectrodePosition Anywhere()
    {
        var z = _random.NextDouble() * 1.3 - 0.3;
        var angle = 2 * Math.PI * _random.NextDouble();
        var r = Math.Sqrt(Math.Max(0, 1 - z * z));
        return new(r * Math.Cos(angle), r * Math.Sin(angle), z);
    }

    private static float[] Pattern(ElectrodePosition[] places, ElectrodePosition centre, double width) =>
        [.. places.Select(p => (float)Math.Exp(-SquaredDistance(p, centre) / (2 * width * width)))];

    private static double SquaredDistance(ElectrodePosition a, ElectrodePosition b) =>
        Square(a.X - b.X) + Square(a.Y - b.Y) + Square(a.Z - b.Z);

    private static void AddScaled(Span<float> row, float[] pattern, double value)
    {
        for (var c = 0; c < row.Length; c++) row[c] += (float)(pattern[c] * value);
    }

    private static double Square(double value) => value * value;

    internal static double Gaussian(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    /// <summary>Noise of about equal power in each octave: six leaky integrators.</summary>
    private sealed class Pink
    {
        private static readonly double[] Leaks = [0.0008, 0.003, 0.012, 0.045, 0.16, 0.5];
        private readonly double[] _states = new double[Leaks.Length];

        public double Next(Random random)
        {
            var sum = 0.0;
            for (var i = 0; i < Leaks.Length; i++)
                sum += _states[i] += Leaks[i] * -_states[i] + Math.Sqrt(2 * Leaks[i]) * Gaussian(random);
            return sum / Math.Sqrt(Leaks.Length);
        }
    }

    /// <summary>A rhythm that waxes and wanes: a damped oscillator driven by noise.</summary>
    private sealed class Rhythm(double frequencyHz, double amplitude, double rateHz)
    {
        private readonly double _decay = Math.Exp(-4 / rateHz);
        private double _real;
        private double _imaginary;

        public double Next(Random random)
        {
            var turn = 2 * Math.PI * frequencyHz / rateHz;
            var (sin, cos) = Math.SinCos(turn);
            var drive = amplitude * Math.Sqrt(1 - _decay * _decay);
            (_real, _imaginary) = (
                _decay * (cos * _real - sin * _imaginary) + drive * Gaussian(random),
                _decay * (sin * _real + cos * _imaginary) + drive * Gaussian(random));
            return _real;
        }
    }
}
