namespace Pons.Signals;

/// <summary>
/// A symmetric tridiagonal matrix and its largest eigenpairs: values by bisection on the Sturm sequence, vectors by inverse
/// iteration. Golub &amp; Van Loan, Matrix Computations, 4th ed., 8.4.
/// </summary>
internal sealed class SymmetricTridiagonal(double[] diagonal, double[] beside)
{
    private const int InverseIterations = 4;

    /// <summary>The unit eigenvector of the eigenvalue of this rank (0 is the largest), orthogonal to those already found.</summary>
    public double[] Eigenvector(int rank, List<double[]> found)
    {
        var value = Eigenvalue(rank);
        var vector = new double[diagonal.Length];
        for (var i = 0; i < vector.Length; i++) vector[i] = 1 + i / (double)vector.Length;
        for (var round = 0; round < InverseIterations; round++)
        {
            SolveShifted(value, vector);
            foreach (var other in found) Remove(vector, other);
            var norm = Math.Sqrt(Dot(vector, vector));
            for (var i = 0; i < vector.Length; i++) vector[i] /= norm;
        }

        return vector;
    }

    private double Eigenvalue(int rank)
    {
        var radius = 0.0;
        for (var i = 0; i < diagonal.Length; i++) radius = Math.Max(radius, Math.Abs(diagonal[i]) + Beside(i - 1) + Beside(i));
        var (low, high) = (-radius, radius);
        while (true)
        {
            var middle = (low + high) / 2;
            if (middle <= low || middle >= high) return middle;
            if (CountAbove(middle) > rank) low = middle;
            else high = middle;
        }
    }

    private double Beside(int i) => i >= 0 && i < beside.Length ? Math.Abs(beside[i]) : 0;

    /// <summary>Number of eigenvalues above a value: the positive pivots of the factorised, shifted matrix.</summary>
    private int CountAbove(double value)
    {
        var (count, pivot) = (0, 1.0);
        for (var i = 0; i < diagonal.Length; i++)
        {
            pivot = diagonal[i] - value - (i == 0 ? 0 : beside[i - 1] * beside[i - 1] / pivot);
            if (pivot == 0) pivot = double.Epsilon * 1e30;
            if (pivot > 0) count++;
        }

        return count;
    }

    /// <summary>Solves (T − value) x = b in place by elimination with row exchanges; a vanishing pivot becomes a tiny one.</summary>
    private void SolveShifted(double value, double[] x)
    {
        var n = diagonal.Length;
        var (d, u, v) = (new double[n], new double[n], new double[n]);
        for (var i = 0; i < n; i++) (d[i], u[i]) = (diagonal[i] - value, i < n - 1 ? beside[i] : 0);
        var tiny = Math.Max(Math.Abs(value), 1) * 1e-18;
        for (var i = 0; i < n - 1; i++)
        {
            var below = beside[i];
            if (Math.Abs(below) > Math.Abs(d[i]))
            {
                (d[i], u[i], v[i], d[i + 1], u[i + 1], below) = (below, d[i + 1], u[i + 1], u[i], v[i], d[i]);
                (x[i], x[i + 1]) = (x[i + 1], x[i]);
            }

            if (d[i] == 0) d[i] = tiny;
            var factor = below / d[i];
            d[i + 1] -= factor * u[i];
            u[i + 1] -= factor * v[i];
            x[i + 1] -= factor * x[i];
        }

        if (d[n - 1] == 0) d[n - 1] = tiny;
        for (var i = n - 1; i >= 0; i--)
        {
            var sum = x[i];
            if (i < n - 1) sum -= u[i] * x[i + 1];
            if (i < n - 2) sum -= v[i] * x[i + 2];
            x[i] = sum / d[i];
        }
    }

    private static void Remove(double[] vector, double[] direction)
    {
        var part = Dot(vector, direction);
        for (var i = 0; i < vector.Length; i++) vector[i] -= part * direction[i];
    }

    private static double Dot(double[] a, double[] b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }
}
