using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Pons.Geometry.Kernels;

/// <summary>
/// Dense products in blocks of four rows and two vectors. The last block of rows and of columns overlaps the one before instead of being
/// narrower; an element is always the same chain of operations over the inner index, wherever it stands.
/// </summary>
internal static unsafe class ProductKernel
{
    private const int RowBlock = 4;

    /// <summary>product [m × n] ← a [m × k] · b [k × n], rows contiguous.</summary>
    internal static void Multiply(double* a, double* b, double* product, int m, int k, int n)
    {
        if (Vector512.IsHardwareAccelerated && n >= Vector512<double>.Count) Run<Width512, Vector512<double>>(a, b, product, m, k, n);
        else if (Vector256.IsHardwareAccelerated && n >= Vector256<double>.Count) Run<Width256, Vector256<double>>(a, b, product, m, k, n);
        else if (n >= Vector128<double>.Count) Run<Width128, Vector128<double>>(a, b, product, m, k, n);
        else MultiplyColumn(a, b, product, m, k);
    }

    internal static void Run<TWidth, TVector>(double* a, double* b, double* product, int m, int k, int n)
        where TWidth : struct, IVectorWidth<TVector>
        where TVector : struct
    {
        var column = 0;
        for (; column + 2 * TWidth.Count <= n; column += 2 * TWidth.Count) Panel<TWidth, TVector>(a, b + column, product + column, m, k, n);
        if (column == n) return;
        if (n >= 2 * TWidth.Count) Panel<TWidth, TVector>(a, b + n - 2 * TWidth.Count, product + n - 2 * TWidth.Count, m, k, n);
        else NarrowPanel<TWidth, TVector>(a, b, product, m, k, n);
    }

    private static void Panel<TWidth, TVector>(double* a, double* b, double* product, int m, int k, int n)
        where TWidth : struct, IVectorWidth<TVector>
        where TVector : struct
    {
        var row = 0;
        for (; row + RowBlock <= m; row += RowBlock) Block<TWidth, TVector>(a + row * k, b, product + row * n, k, n);
        if (row < m && m >= RowBlock) Block<TWidth, TVector>(a + (m - RowBlock) * k, b, product + (m - RowBlock) * n, k, n);
        else
            for (; row < m; row++)
            {
                Row<TWidth, TVector>(a + row * k, b, product + row * n, k, n);
                Row<TWidth, TVector>(a + row * k, b + TWidth.Count, product + row * n + TWidth.Count, k, n);
            }
    }

    private static void NarrowPanel<TWidth, TVector>(double* a, double* b, double* product, int m, int k, int n)
        where TWidth : struct, IVectorWidth<TVector>
        where TVector : struct
    {
        for (var row = 0; row < m; row++)
        {
            Row<TWidth, TVector>(a + row * k, b, product + row * n, k, n);
            if (n > TWidth.Count)
                Row<TWidth, TVector>(a + row * k, b + n - TWidth.Count, product + row * n + n - TWidth.Count, k, n);
        }
    }

    private static void Block<TWidth, TVector>(double* a, double* b, double* product, int k, int n)
        where TWidth : struct, IVectorWidth<TVector>
        where TVector : struct
    {
        TVector c00, c01, c10, c11, c20, c21, c30, c31;
        c00 = c01 = c10 = c11 = c20 = c21 = c30 = c31 = default;
        double* a1 = a + k, a2 = a1 + k, a3 = a2 + k;
        for (var i = 0; i < k; i++)
        {
            TVector b0 = TWidth.Load(b), b1 = TWidth.Load(b + TWidth.Count);
            b += n;
            var factor = TWidth.Create(a[i]);
            c00 = TWidth.MultiplyAdd(factor, b0, c00);
            c01 = TWidth.MultiplyAdd(factor, b1, c01);
            factor = TWidth.Create(a1[i]);
            c10 = TWidth.MultiplyAdd(factor, b0, c10);
            c11 = TWidth.MultiplyAdd(factor, b1, c11);
            factor = TWidth.Create(a2[i]);
            c20 = TWidth.MultiplyAdd(factor, b0, c20);
            c21 = TWidth.MultiplyAdd(factor, b1, c21);
            factor = TWidth.Create(a3[i]);
            c30 = TWidth.MultiplyAdd(factor, b0, c30);
            c31 = TWidth.MultiplyAdd(factor, b1, c31);
        }

        Store<TWidth, TVector>(product, c00, c01);
        Store<TWidth, TVector>(product + n, c10, c11);
        Store<TWidth, TVector>(product + 2 * n, c20, c21);
        Store<TWidth, TVector>(product + 3 * n, c30, c31);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TWidth, TVector>(double* target, TVector left, TVector right)
        where TWidth : struct, IVectorWidth<TVector>
        where TVector : struct
    {
        TWidth.Store(left, target);
        TWidth.Store(right, target + TWidth.Count);
    }

    private static void Row<TWidth, TVector>(double* a, double* b, double* product, int k, int n)
        where TWidth : struct, IVectorWidth<TVector>
        where TVector : struct
    {
        var sum = default(TVector);
        for (var i = 0; i < k; i++) sum = TWidth.MultiplyAdd(TWidth.Create(a[i]), TWidth.Load(b + i * n), sum);
        TWidth.Store(sum, product);
    }

    private static void MultiplyColumn(double* a, double* b, double* product, int m, int k)
    {
        for (var row = 0; row < m; row++)
        {
            var sum = 0.0;
            for (var i = 0; i < k; i++) sum += a[row * k + i] * b[i];
            product[row] = sum;
        }
    }
}
