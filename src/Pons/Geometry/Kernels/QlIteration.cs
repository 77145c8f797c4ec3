namespace Pons.Geometry.Kernels;

/// <summary>
/// The implicit QL iteration with Wilkinson's shift on a symmetric tridiagonal matrix of about unit size (Golub and Van Loan, Matrix
/// Computations, 4th ed., algorithm 8.3.3). A whole sweep of rotations is made first and then applied to the rows of the eigenvectors, so
/// that each row is read and written once a sweep.
/// </summary>
internal static unsafe class QlIteration
{
    private const int MaximalRounds = 60;
    private const double Negligible = 1.1e-16;

    /// <summary>Replaces diagonal by the eigenvalues, in no order.</summary>
    /// <param name="n">Size.</param>
    /// <param name="diagonal">[n].</param>
    /// <param name="coupling">[n], element i couples i and i + 1; destroyed.</param>
    /// <param name="rows">Rows [n × padded] that the rotations turn.</param>
    /// <param name="rotations">Workspace of 2 · n values.</param>
    internal static void Run<TWidth, TVector>(int n, double* diagonal, double* coupling, double* rows, double* rotations)
        where TWidth : struct, IVectorWidth<TVector>
        where TVector : struct
    {
        var floor = Negligible * Norm(n, diagonal, coupling);
        for (var first = 0; first < n; first++)
        {
            for (var round = 0; ; round++)
            {
                var last = first;
                while (last < n - 1 && !IsNegligible(coupling[last], diagonal[last], diagonal[last + 1], floor)) last++;
                if (last == first) break;
                if (round == MaximalRounds)
                {
                    throw new GeometryException(
                        $"The QL iteration found only {first} of {n} eigenvalues.",
                        "The decomposition is incomplete.",
                        "Rescale the matrix.");
                }

                var end = Sweep(diagonal, coupling, first, last, rotations);
                Apply<TWidth, TVector>(rows, PaddedMatrix.Stride(n), end, last, rotations);
            }
        }
    }

    /// <summary>
    /// Each sweep brings rounding of the size of the largest elements, so that below it nothing converges: where many eigenvalues are
    /// zero, their diagonal alone would ask for more than the numbers hold.
    /// </summary>
    private static bool IsNegligible(double coupling, double left, double right, double floor) =>
        Math.Abs(coupling) <= Math.Max(floor, Negligible * (Math.Abs(left) + Math.Abs(right)));

    private static double Norm(int n, double* diagonal, double* coupling)
    {
        var norm = 0.0;
        for (var i = 0; i < n; i++) norm = Math.Max(norm, Math.Abs(diagonal[i]) + (i < n - 1 ? Math.Abs(coupling[i]) : 0));
        return norm;
    }

    /// <summary>One sweep from last up to first; rotation i turns rows i and i + 1.</summary>
    /// <returns>The last rotation made: first, or where the matrix split.</returns>
    private static int Sweep(double* d, double* e, int first, int last, double* rotations)
    {
        var half = (d[first + 1] - d[first]) / (2 * e[first]);
        var root = double.Hypot(half, 1);
        var g = d[last] - d[first] + e[first] / (half + Math.CopySign(root, half));
        double sine = 1, cosine = 1, shift = 0;
        for (var i = last - 1; i >= first; i--)
        {
            double f = sine * e[i], b = cosine * e[i];
            var length = Math.Sqrt(f * f + g * g);
            e[i + 1] = length;
            if (length == 0)
            {
                d[i + 1] -= shift;
                e[last] = 0;
                return i + 1;
            }

            var inverse = 1 / length;
            sine = f * inverse;
            cosine = g * inverse;
            rotations[2 * i] = cosine;
            rotations[2 * i + 1] = sine;
            g = d[i + 1] - shift;
            length = (d[i] - g) * sine + 2 * cosine * b;
            shift = sine * length;
            d[i + 1] = g + shift;
            g = cosine * length - b;
        }

        d[first] -= shift;
        e[first] = g;
        e[last] = 0;
        return first;
    }

    private static void Apply<TWidth, TVector>(double* rows, int stride, int first, int last, double* rotations)
        where TWidth : struct, IVectorWidth<TVector>
        where TVector : struct
    {
        var j = 0;
        for (; j + 2 * TWidth.Count <= stride; j += 2 * TWidth.Count)
        {
            var row = rows + last * stride + j;
            TVector low0 = TWidth.Load(row), low1 = TWidth.Load(row + TWidth.Count);
            for (var i = last - 1; i >= first; i--)
            {
                TVector cosine = TWidth.Create(rotations[2 * i]), sine = TWidth.Create(rotations[2 * i + 1]);
                TVector up0 = TWidth.Load(row - stride), up1 = TWidth.Load(row - stride + TWidth.Count);
                TWidth.Store(TWidth.MultiplyAdd(sine, up0, TWidth.Multiply(cosine, low0)), row);
                TWidth.Store(TWidth.MultiplyAdd(sine, up1, TWidth.Multiply(cosine, low1)), row + TWidth.Count);
                low0 = TWidth.SubtractProduct(TWidth.Multiply(cosine, up0), sine, low0);
                low1 = TWidth.SubtractProduct(TWidth.Multiply(cosine, up1), sine, low1);
                row -= stride;
            }

            TWidth.Store(low0, row);
            TWidth.Store(low1, row + TWidth.Count);
        }

        for (; j < stride; j += TWidth.Count)
        {
            var row = rows + last * stride + j;
            var low = TWidth.Load(row);
            for (var i = last - 1; i >= first; i--)
            {
                TVector cosine = TWidth.Create(rotations[2 * i]), sine = TWidth.Create(rotations[2 * i + 1]);
                var up = TWidth.Load(row - stride);
                TWidth.Store(TWidth.MultiplyAdd(sine, up, TWidth.Multiply(cosine, low)), row);
                low = TWidth.SubtractProduct(TWidth.Multiply(cosine, up), sine, low);
                row -= stride;
            }

            TWidth.Store(low, row);
        }
    }
}
