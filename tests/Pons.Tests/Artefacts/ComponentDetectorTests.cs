using Pons.Artefacts;
using Pons.Formats;
using Pons.Geometry;
using Pons.Signals;
using Pons.Streams;
using Pons.Tests.Reference;

namespace Pons.Tests.Artefacts;

public sealed class ComponentDetectorTests
{
    private const int RateHz = 200;
    private const int Samples = 60 * RateHz;
    private static readonly string[] Labels = ["Fp1", "Fp2", "F7", "F3", "Fz", "F4", "F8", "T7", "C3", "Cz", "C4", "T8", "P3", "P4", "O1", "O2"];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Planted_eye_muscle_and_heart_components_are_named_and_no_others(bool withReferences)
    {
        var sources = Sources();
        var signal = Mixed(sources);
        var found = new Picard { Components = 8, Tolerance = 1e-5 }.Fit(signal, Labels.Length);
        ComponentReferences known = new() { Positions = Positions(Labels) };
        if (withReferences) known = known with { Eyes = new(1, Samples, sources.Row(0).ToArray()), Heart = sources.Row(2).ToArray() };
        var verdicts = new ComponentDetector().Judge(found, signal, RateHz, known);
        var estimated = found.Sources(signal);
        foreach (var verdict in verdicts)
        {
            var truth = Enumerable.Range(0, 8).MaxBy(k => Math.Abs(Correlation(estimated.Row(verdict.Component), sources.Row(k))));
            var expected = truth switch { 0 => ComponentKind.Eye, 1 => ComponentKind.Muscle, 2 => ComponentKind.Heart, _ => ComponentKind.Other };
            Assert.True(expected == verdict.Kind, $"source {truth}: {verdict}");
        }
    }

    [Fact]
    public void Heart_and_blinks_that_were_recorded_are_found_in_recorded_eeg()
    {
        var (eeg, info) = RecordedSignal.Read("mi/eegmmidb/S001R02.edf", 0, 60, 1, 50);
        string[] labels = [.. info.Channels.Select(c => c.Label.TrimEnd('.'))];
        const int rate = 160, samples = 60 * rate;
        double[] eye = Standardised(Column("biosignal/neurokit/eog_100hz.csv", 100, rate, samples)), heart = Standardised(Heartbeats(rate, samples));
        for (var c = 0; c < labels.Length; c++)
        {
            Assert.True(ElectrodeName.TryParse(labels[c], out var name));
            double front = Math.Max(0, name.Position.Y), left = -name.Position.X - 0.3 * name.Position.Y;
            for (var t = 0; t < samples; t++) eeg[c * samples + t] += 60 * front * front * front * eye[t] + 15 * left * heart[t];
        }

        var found = new Picard { Components = 20, Tolerance = 1e-4 }.Fit(eeg, labels.Length);
        var sources = found.Sources(eeg);
        int eyes = Nearest(sources, eye), beats = Nearest(sources, heart);
        ComponentReferences[] all =
            [new() { Eyes = new(1, samples, eye), Heart = heart }, new() { Positions = Positions(labels) }];
        foreach (var verdicts in all.Select(known => new ComponentDetector().Judge(found, eeg, rate, known)))
        {
            Assert.True(verdicts[eyes].Kind == ComponentKind.Eye, verdicts[eyes].ToString());
            Assert.True(verdicts[beats].Kind == ComponentKind.Heart, verdicts[beats].ToString());
            Assert.Single(verdicts, v => v.Kind == ComponentKind.Heart);
        }
    }

    [Fact]
    public void Blinks_of_a_recording_are_named_and_their_removal_quiets_the_forehead()
    {
        var (eeg, info) = RecordedSignal.Read("mi/eegmmidb/S001R01.edf", 0, 60, 1, 50);
        string[] labels = [.. info.Channels.Select(c => c.Label.TrimEnd('.'))];
        var found = new Picard { Components = 20, Tolerance = 1e-4 }.Fit(eeg, labels.Length);
        var verdicts = new ComponentDetector().Judge(found, eeg, 160, new() { Positions = Positions(labels) });
        int[] eyes = [.. verdicts.Where(v => v.Kind == ComponentKind.Eye).Select(v => v.Component)];
        Assert.InRange(eyes.Length, 1, 4);
        var cleaned = found.Removing(eyes).Apply(eeg);
        int fp = labels.IndexOf("Fpz", StringComparer.OrdinalIgnoreCase), oz = labels.IndexOf("Oz", StringComparer.OrdinalIgnoreCase);
        Assert.True(Size(cleaned.Row(fp)) < 0.6 * Size(eeg.AsSpan(fp * 9600, 9600)));
        Assert.True(Size(cleaned.Row(oz)) > 0.9 * Size(eeg.AsSpan(oz * 9600, 9600)));
    }

    [Fact]
    public void What_cannot_be_judged_is_said()
    {
        var signal = Mixed(Sources());
        var found = new FastIca { Components = 8, Tolerance = 1e-4 }.Fit(signal, Labels.Length);
        var verdict = new ComponentDetector().Judge(found, signal, RateHz)[0];
        Assert.True(double.IsNaN(verdict.EyeScore));
        Assert.Contains("eyes not judged", verdict.Reason, StringComparison.Ordinal);
        Assert.Throws<ArtefactException>(() => new ComponentDetector().Judge(found, signal, RateHz, new() { Heart = new double[7] }));
    }

    private static int Nearest(Matrix sources, double[] wave) =>
        Enumerable.Range(0, sources.Rows).MaxBy(k => Math.Abs(Correlation(sources.Row(k), wave)));

    private static double Size(ReadOnlySpan<double> values) => System.Numerics.Tensors.TensorPrimitives.Norm(values);

    private static double Correlation(ReadOnlySpan<double> a, ReadOnlySpan<double> b) =>
        System.Numerics.Tensors.TensorPrimitives.CosineSimilarity(a, b);

    private static Matrix Positions(string[] labels) => new(labels.Length, 3, [.. labels.SelectMany(l =>
    {
        Assert.True(ElectrodeName.TryParse(l, out var name));
        return (double[])[name.Position.X, name.Position.Y, name.Position.Z];
    })]);

    /// <summary>Blinks, muscle noise, heart beats, and five rhythms of the brain with spectra that fall with frequency.</summary>
    private static Matrix Sources()
    {
        var random = new SplitMix(31);
        var sources = new Matrix(8, Samples);
        for (var blink = 150; blink + 60 < Samples; blink += 300 + (int)(400 * random.Uniform()))
            for (var t = 0; t < 60; t++) sources[0, blink + t] += 1 - Math.Cos(2 * Math.PI * t / 60);
        for (var t = 0; t < Samples; t++) sources[1, t] = random.Gaussian() * (1 + 3 * (t / 600 % 3 == 0 ? 1 : 0));
        ZeroPhaseFilter.Apply(Butterworth.HighPass(2, 15, RateHz), sources.Row(1), sources.Row(1), 1);
        for (var beat = 50.0; beat + 20 < Samples; beat += 160 + 8 * random.Gaussian())
            for (var t = -8; t <= 8; t++) sources[2, (int)beat + t] += Math.Exp(-t * t / 8.0) - 0.3 * Math.Exp(-(t - 5) * (t - 5) / 6.0);
        for (var k = 3; k < 8; k++)
        {
            double low = 0, strength = 1;
            for (var t = 0; t < Samples; t++)
            {
                if (t % 100 == 0) strength = Math.Pow(random.Gaussian(), 2);
                low = 0.95 * low + random.Gaussian();
                sources[k, t] = low + 3 * strength * Math.Sin(2 * Math.PI * (7 + k) * t / RateHz + k);
            }
        }

        for (var k = 0; k < 8; k++) Standardised(sources.Row(k)).CopyTo(sources.Row(k));
        return sources;
    }

    private static double[] Mixed(Matrix sources)
    {
        var random = new SplitMix(32);
        var positions = Positions(Labels);
        var mixing = new Matrix(Labels.Length, 8, random.Gaussians(Labels.Length * 8));
        for (var c = 0; c < Labels.Length; c++)
        {
            mixing[c, 0] = 8 * Math.Pow(Math.Max(0.1, positions[c, 1]), 3);
            mixing[c, 2] = 0.7 * positions[c, 0] + 0.3;
        }

        var signal = MatrixProduct.Multiply(mixing, sources).Values.ToArray();
        for (var i = 0; i < signal.Length; i++) signal[i] += 0.01 * random.Gaussian();
        return signal;
    }

    private static double[] Standardised(ReadOnlySpan<double> values)
    {
        var mean = values.ToArray().Average();
        var size = Math.Sqrt(values.ToArray().Average(v => (v - mean) * (v - mean)));
        return [.. values.ToArray().Select(v => (v - mean) / size)];
    }

    private static double[] Heartbeats(int rateHz, int samples)
    {
        using var recording = Recording.Open(RecordedData.PathOf("biosignal/ecg_wfdb/100.hea"));
        var stream = recording.Streams[0];
        var rows = new double[70 * 360 * stream.Info.ChannelCount];
        stream.Read(0, rows.AsSpan());
        double[] ecg = [.. rows.Where((_, i) => i % stream.Info.ChannelCount == 0)];
        ZeroPhaseFilter.Apply(Butterworth.BandPass(2, 1, 40, 360), ecg, ecg, 1);
        return Resampled(ecg, 360, rateHz, samples);
    }

    private static double[] Column(string file, double from, double to, int samples)
    {
        double[] values = [.. File.ReadLines(RecordedData.PathOf(file)).Skip(1)
            .Select(l => double.Parse(l.Split(',')[^1], System.Globalization.CultureInfo.InvariantCulture))];
        ZeroPhaseFilter.Apply(Butterworth.BandPass(2, 0.5, 20, from), values, values, 1);
        return Resampled(values, from, to, samples);
    }

    private static double[] Resampled(double[] values, double from, double to, int samples) =>
        [.. Enumerable.Range(0, samples).Select(t => t * from / to)
            .Select(p => values[(int)p] + (p - (int)p) * (values[(int)p + 1] - values[(int)p]))];
}
