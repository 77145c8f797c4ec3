using Pons.Geometry;
using Pons.Simulation;

namespace Pons.Cli.Benchmarks;

/// <summary>The numbers that both sides work on: near-Gaussian sums of twelve uniforms of SplitMix64.</summary>
internal static class BenchmarkData
{
    public const double RateHz = 250;
    public const int Channels = 64;
    public const int Samples = 150_000;
    public const int SourceCount = 32;
    public const int TrialCount = 288;
    public const int TrialChannels = 22;
    public const int TrialSamples = 1000;

    /// <summary>Recording [sample × channel].</summary>
    public static double[] Recording()
    {
        var channelMajor = Gaussians(1, Channels * Samples);
        var values = new double[Channels * Samples];
        for (var c = 0; c < Channels; c++)
            for (var n = 0; n < Samples; n++) values[n * Channels + c] = channelMajor[c * Samples + n];
        return values;
    }

    /// <summary>The same recording as streams hold it [sample × channel].</summary>
    public static float[] Stream() => [.. Recording().Select(v => (float)v)];

    /// <summary>Trials, each [channel × sample].</summary>
    public static double[][] Trials(int count = TrialCount)
    {
        var mix = Gaussians(2, TrialChannels * TrialChannels).Select((v, i) => v * 0.2 + (i / TrialChannels == i % TrialChannels ? 1 : 0)).ToArray();
        var raw = Gaussians(3, count * TrialChannels * TrialSamples);
        return [.. Enumerable.Range(0, count).Select(t => Mix(mix, raw.AsSpan(t * TrialChannels * TrialSamples, TrialChannels * TrialSamples)))];
    }

    /// <summary>Sources with heavy tails and flat in turn, mixed [channel × sample].</summary>
    public static double[] Sources(int samples)
    {
        var sources = Gaussians(5, SourceCount * samples);
        for (var i = 0; i < sources.Length; i++)
            sources[i] = i / samples % 2 == 0 ? sources[i] * sources[i] * sources[i] : sources[i] / Math.Sqrt(0.3 + sources[i] * sources[i]);
        var mixed = new double[sources.Length];
        MatrixProduct.Multiply(Gaussians(4, SourceCount * SourceCount), sources, mixed, SourceCount);
        return mixed;
    }

    private static double[] Mix(double[] mix, ReadOnlySpan<double> raw)
    {
        var trial = new double[TrialChannels * TrialSamples];
        for (var i = 0; i < TrialChannels; i++)
            for (var j = 0; j < TrialChannels; j++)
                for (var n = 0; n < TrialSamples; n++) trial[i * TrialSamples + n] += mix[i * TrialChannels + j] * raw[j * TrialSamples + n];
        return trial;
    }

    /// <summary>Numbers of a seed; the first ones do not depend on how many there are.</summary>
    public static double[] Gaussians(ulong seed, int count)
    {
        const int uniforms = 12;
        var stream = new RandomStream(seed);
        var values = new double[count];
        for (var i = 0; i < count; i++)
        {
            var sum = 0.0;
            for (var k = 0; k < uniforms; k++) sum += stream.Uniform((long)i * uniforms + k);
            values[i] = sum - uniforms / 2;
        }

        return values;
    }
}
