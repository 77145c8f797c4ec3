namespace Pons.Decoding.Linear;

/// <summary>
/// Class probabilities out of the probabilities of every pair, by the second method of Wu, Lin and Weng 2004 (JMLR 5:975): minimises
/// Σ over pairs (rⱼᵢ pᵢ − rᵢⱼ pⱼ)² with Σ pᵢ = 1.
/// </summary>
internal static class PairwiseCoupling
{
    private const double Tolerance = 1e-12;
    private const int MaximalSweeps = 1000;

    /// <summary>Index of pair (a, b), a before b, among all pairs of so many classes.</summary>
    public static int PairOf(int a, int b, int classCount) => a * (2 * classCount - a - 1) / 2 + b - a - 1;

    /// <summary>One probability a class.</summary>
    /// <param name="second">For each pair (a, b) the probability of b rather than a.</param>
    /// <param name="classCount">At least 2.</param>
    public static double[] Of(ReadOnlySpan<double> second, int classCount)
    {
        if (classCount == 2) return [1 - second[0], second[0]];
        var quadratic = Quadratic(second, classCount);
        var result = new double[classCount];
        Array.Fill(result, 1.0 / classCount);
        Span<double> image = new double[classCount];
        for (var sweep = 0; sweep < MaximalSweeps; sweep++)
        {
            var value = Multiply(quadratic, result, image);
            var worst = 0.0;
            foreach (var entry in image) worst = Math.Max(worst, Math.Abs(entry - value));
            if (worst < Tolerance) break;
            for (var k = 0; k < classCount; k++)
            {
                result[k] += (value - image[k]) / quadratic[k * classCount + k];
                Normalise(result);
                value = Multiply(quadratic, result, image);
            }
        }

        return result;
    }

    private static double[] Quadratic(ReadOnlySpan<double> second, int n)
    {
        // Never quite certain, so that no pair alone decides and nothing is divided by zero.
        const double Least = 1e-7;
        var quadratic = new double[n * n];
        for (var a = 0; a < n; a++)
            for (var b = a + 1; b < n; b++)
            {
                var ofB = Math.Clamp(second[PairOf(a, b, n)], Least, 1 - Least);
                var ofA = 1 - ofB;
                quadratic[a * n + a] += ofB * ofB;
                quadratic[b * n + b] += ofA * ofA;
                quadratic[a * n + b] = quadratic[b * n + a] = -ofA * ofB;
            }

        return quadratic;
    }

    private static double Multiply(double[] quadratic, double[] vector, Span<double> image)
    {
        var value = 0.0;
        for (var r = 0; r < vector.Length; r++)
        {
            image[r] = 0;
            for (var c = 0; c < vector.Length; c++) image[r] += quadratic[r * vector.Length + c] * vector[c];
            value += vector[r] * image[r];
        }

        return value;
    }

    private static void Normalise(double[] result)
    {
        var sum = 0.0;
        foreach (var p in result) sum += p;
        for (var k = 0; k < result.Length; k++) result[k] /= sum;
    }
}
