using System.Numerics;
using MathNet.Numerics.IntegralTransforms;
using Pons.Simulation;

namespace Pons.Tests.Simulation;

/// <summary>Some seconds of a virtual subject, kept as columns, with the measures that the tests judge them by.</summary>
internal sealed class TwinTake
{
    private readonly double[][] _columns;
    private readonly Montage _montage;

    private TwinTake(double[][] columns, Montage montage, double rateHz, List<TwinTruth> truths)
    {
        (_columns, _montage, RateHz) = (columns, montage, rateHz);
        Artefacts = [.. truths.SelectMany(t => t.Artefacts)];
        Desynchronisation = [.. truths.SelectMany(t => t.Desynchronisation.ToArray())];
        RhythmCount = truths[0].Envelopes.Length / truths[0].States.Length;
        Envelopes = [.. truths.SelectMany(t => t.Envelopes.ToArray())];
    }

    public double RateHz { get; }

    public TwinArtefact[] Artefacts { get; }

    public float[] Desynchronisation { get; }

    public float[] Envelopes { get; }

    public int RhythmCount { get; }

    /// <summary>Runs a subject on the standard 32 electrodes; instructions are queued before it starts.</summary>
    public static async Task<TwinTake> Of(VirtualSubject subject, double seconds, Action<TwinSource> instruct, double rateHz = 250)
    {
        var truths = new List<TwinTruth>();
        var montage = Montage.Standard32;
        await using var twin = new TwinSource(subject, montage, rateHz, (int)rateHz)
        {
            LengthSamples = (long)(seconds * rateHz),
            TruthObserver = truths.Add,
        };
        instruct(twin);
        var columns = Enumerable.Range(0, montage.Count).Select(_ => new double[twin.LengthSamples]).ToArray();
        await foreach (var block in twin.ReadAsync(TestContext.Current.CancellationToken))
            for (var i = 0; i < block.SampleCount; i++)
                for (var c = 0; c < montage.Count; c++) columns[c][block.FirstSampleIndex + i] = block[i][c];
        return new(columns, montage, rateHz, truths);
    }

    public double[] this[string label] => _columns[_montage.IndexOf(label)];

    public IEnumerable<string> Labels => _montage.Labels;

    /// <summary>One channel from one second to another.</summary>
    public double[] Cut(string label, double fromSeconds, double toSeconds) =>
        this[label][(int)(fromSeconds * RateHz)..(int)(toSeconds * RateHz)];

    /// <summary>Mean power in a band in µV², by the periodogram with Hann's window.</summary>
    public double BandPower(string label, double fromSeconds, double toSeconds, double lowHz, double highHz)
    {
        var (density, step) = Density(Cut(label, fromSeconds, toSeconds));
        return density.Where((_, k) => k * step >= lowHz && k * step <= highHz).Sum() * step;
    }

    /// <summary>Power density in µV²/Hz, mean of 4-second periodograms that overlap by half, and the step between frequencies.</summary>
    public (double[] Density, double StepHz) Welch(string label, double fromSeconds, double toSeconds)
    {
        var pieces = new List<double[]>();
        for (var t = fromSeconds; t + 4 <= toSeconds; t += 2) pieces.Add(Density(Cut(label, t, t + 4)).Density);
        return ([.. Enumerable.Range(0, pieces[0].Length).Select(k => pieces.Average(p => p[k]))], 0.25);
    }

    private (double[] Density, double StepHz) Density(double[] x)
    {
        var mean = x.Average();
        var window = x.Select((_, i) => Math.Pow(Math.Sin(Math.PI * (i + 0.5) / x.Length), 2)).ToArray();
        var spectrum = x.Select((v, i) => new Complex((v - mean) * window[i], 0)).ToArray();
        Fourier.Forward(spectrum, FourierOptions.NoScaling);
        var scale = 2 / (RateHz * window.Sum(w => w * w));
        return ([.. spectrum.Take(x.Length / 2).Select(v => v.Magnitude * v.Magnitude * scale)], RateHz / x.Length);
    }
}
