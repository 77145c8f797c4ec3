using Pons.Geometry;

namespace Pons.Benchmarks.Geometry;

/// <summary>Trials of mixed noise, of which every fourth has one channel louder; the peers' benchmark makes the same kind.</summary>
internal static class GeometryData
{
    internal static double[][] Trials(int count, int channels, int samples, double mixing)
    {
        var random = new Random(1);
        var mix = Gaussian(random, channels, channels);
        for (var i = 0; i < mix.Values.Length; i++) mix.Values[i] = mix.Values[i] * mixing + (i / channels == i % channels ? 1 : 0);
        var trials = new double[count][];
        for (var t = 0; t < count; t++)
        {
            var trial = MatrixProduct.Multiply(mix, Gaussian(random, channels, samples));
            foreach (ref var value in trial.Row(t % 4)) value *= 1.6;
            trials[t] = trial.Values.ToArray();
        }

        return trials;
    }

    internal static Matrix[] Covariances(double[][] trials, int channels) =>
        [.. trials.Select(trial => new OasCovariance().Estimate(trial, channels).Matrix)];

    internal static Matrix Gaussian(Random random, int rows, int columns)
    {
        var matrix = new Matrix(rows, columns);
        foreach (ref var value in matrix.Values)
        {
            value = -6;
            for (var i = 0; i < 12; i++) value += random.NextDouble();
        }

        return matrix;
    }
}
