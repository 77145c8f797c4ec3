using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Pons.Geometry.Kernels;

/// <summary>
/// Inner products of all pairs of rows of two matrices, a · bᵀ, in blocks of four by two rows. An element is always the same chain of
/// operations, wherever it stands.
/// </summary>
internal static unsafe class TransposedProductKernel
{
    private const int RowBlock = 4, ColumnBlock = 2;

    /// <summary>product [m × n] ← a [m × k] · bᵀ for b [n × k]; where both are the same, half the work and exactly symmetric.</summary>
    internal static void Multiply(double* a, double* b, double* product, int m, int n, int k)
    {
        if (Vector512.IsHardwareAccelerated) Run<Width512, Vector512<double>>(a, b, product, m, n, k);
        else if (Vector256.IsHardwareAccelerated) Run<Width256, Vector256<double>>(a, b, product, m, n, k);
        else Run<Width128, Vector128<double>>(a, b, product, m, n, k);
    }

    internal static void Run<TWidth, TVector>(double* a, double* b, double* product, int m, int n, int k)
        where TWidth : struct, IVectorWidth<TVector>
        where TVector : struct
    {
        var symmetric = a == b && m == n;
        for (var r = 0; r < m; r += RowBlock)
        {
            var end = symmetric ? Math.Min(r + RowBlock, n) : n;
            var c = 0;
            if (r + RowBlock <= m)
                for (; c + ColumnBlock <= end; c += ColumnBlock) Block<TWidth, TVector>(a + (long)r * k, b + (long)c * k, product + (long)r * n + c, n, k);
            for (; c < end; c++)
                for (var row = r; row < Math.Min(r + RowBlock, m); row++)
                    product[(long)row * n + c] = One<TWidth, TVector>(a + (long)row * k, b + (long)c * k, k);
        }

        if (symmetric) Mirror(product, n);
    }

    private static void Mirror(double* product, int n)
    {
        for (var r = 1; r < n; r++)
            for (var c = 0; c < r; c++)
                product[(long)c * n + r] = product[(long)r * n + c];
    }

    private static void Block<TWidth, TVector>(double* a, double* b, double* product, int n, int k)
        where TWidth : struct, IVectorWidth<TVector>
        where TVector : struct
    {
        TVector c00, c01, c10, c11, c20, c21, c30, c31;
        c00 = c01 = c10 = c11 = c20 = c21 = c30 = c31 = default;
        double* a1 = a + k, a2 = a1 + k, a3 = a2 + k, b1 = b + k;
        var whole = k - k % TWidth.Count;
        for (var i = 0; i < whole; i += TWidth.Count)
        {
            TVector left = TWidth.Load(b + i), right = TWidth.Load(b1 + i);
            var row = TWidth.Load(a + i);
            c00 = TWidth.MultiplyAdd(row, left, c00);
            c01 = TWidth.MultiplyAdd(row, right, c01);
            row = TWidth.Load(a1 + i);
            c10 = TWidth.MultiplyAdd(row, left, c10);
            c11 = TWidth.MultiplyAdd(row, right, c11);
            row = TWidth.Load(a2 + i);
            c20 = TWidth.MultiplyAdd(row, left, c20);
            c21 = TWidth.MultiplyAdd(row, right, c21);
            row = TWidth.Load(a3 + i);
            c30 = TWidth.MultiplyAdd(row, left, c30);
            c31 = TWidth.MultiplyAdd(row, right, c31);
        }

        Finish<TWidth, TVector>(a, b, product, c00, whole, k);
        Finish<TWidth, TVector>(a, b1, product + 1, c01, whole, k);
        Finish<TWidth, TVector>(a1, b, product + n, c10, whole, k);
        Finish<TWidth, TVector>(a1, b1, product + n + 1, c11, whole, k);
        Finish<TWidth, TVector>(a2, b, product + 2L * n, c20, whole, k);
        Finish<TWidth, TVector>(a2, b1, product + 2L * n + 1, c21, whole, k);
        Finish<TWidth, TVector>(a3, b, product + 3L * n, c30, whole, k);
        Finish<TWidth, TVector>(a3, b1, product + 3L * n + 1, c31, whole, k);
    }

    private static double One<TWidth, TVector>(double* a, double* b, int k)
        where TWidth : struct, IVectorWidth<TVector>
        where TVector : struct
    {
        var sum = default(TVector);
        var whole = k - k % TWidth.Count;
        for (var i = 0; i < whole; i += TWidth.Count) sum = TWidth.MultiplyAdd(TWidth.Load(a + i), TWidth.Load(b + i), sum);
        double product;
        Finish<TWidth, TVector>(a, b, &product, sum, whole, k);
        return product;
    }

    /// <summary>The sum over a vector and over what does not fill one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish<TWidth, TVector>(double* a, double* b, double* product, TVector sum, int whole, int k)
        where TWidth : struct, IVectorWidth<TVector>
        where TVector : struct
    {
        var total = TWidth.Sum(sum);
        for (var i = whole; i < k; i++) total += a[i] * b[i];
        *product = total;
    }
}
