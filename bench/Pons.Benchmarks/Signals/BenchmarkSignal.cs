namespace Pons.Benchmarks.Signals;

/// <summary>The recording that all kernels here work on.</summary>
internal static class BenchmarkSignal
{
    public const int Channels = 64;
    public const int Samples = 150_000;
    public const double RateHz = 250;

    /// <summary>White noise [sample × channel], the same every time.</summary>
    public static double[] Noise()
    {
        var random = new Random(1);
        var noise = new double[Samples * Channels];
        for (var i = 0; i < noise.Length; i++) noise[i] = random.NextDouble() - 0.5;
        return noise;
    }
}
