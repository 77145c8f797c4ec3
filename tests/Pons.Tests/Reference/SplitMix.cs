namespace Pons.Tests.Reference;

/// <summary>The generator behind the reference inputs: SplitMix64, and a near-Gaussian of twelve uniforms added left to right.</summary>
internal sealed class SplitMix(ulong seed)
{
    private ulong _state = seed;

    public ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        var z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    public double Uniform() => (Next() >> 11) * (1.0 / (1UL << 53));

    public double Gaussian()
    {
        var sum = 0.0;
        for (var i = 0; i < 12; i++) sum += Uniform();
        return sum - 6;
    }

    public double[] Uniforms(int count) => [.. Enumerable.Range(0, count).Select(_ => Uniform())];

    public double[] Gaussians(int count) => [.. Enumerable.Range(0, count).Select(_ => Gaussian())];

    /// <summary>The test signal x of the reference files: [4 × 1000], 250 Hz, channel c holds noise and a sine of 6 + 4c Hz.</summary>
    public static double[] TestSignal()
    {
        var x = new SplitMix(7).Gaussians(4000);
        for (var c = 0; c < 4; c++)
            for (var n = 0; n < 1000; n++)
                x[c * 1000 + n] = x[c * 1000 + n] * 0.5 + Math.Sin(2 * Math.PI * (6 + 4 * c) * n / 250 + 0.3 * c);
        return x;
    }

    /// <summary>The trials E of the reference files: 60 trials [6 × 200], trial after trial; class of trial i is i mod 3.</summary>
    public static double[][] TestTrials()
    {
        var stream = new SplitMix(11);
        var raw = stream.Gaussians(60 * 6 * 200);
        var mix = stream.Gaussians(36).Select((v, i) => v * 0.3 + (i / 6 == i % 6 ? 1 : 0)).ToArray();
        return [.. Enumerable.Range(0, 60).Select(trial => MixTrial(raw.AsSpan(trial * 1200, 1200), mix, trial % 3))];
    }

    private static double[] MixTrial(ReadOnlySpan<double> raw, double[] mix, int loudChannel)
    {
        var trial = new double[1200];
        for (var row = 0; row < 6; row++)
            for (var n = 0; n < 200; n++)
            {
                var sum = 0.0;
                for (var k = 0; k < 6; k++) sum += mix[row * 6 + k] * raw[k * 200 + n];
                trial[row * 200 + n] = row == loudChannel ? sum * 1.7 : sum;
            }

        return trial;
    }
}
