using System.Runtime.Intrinsics;

namespace Pons.Geometry.Kernels;

/// <summary>Inner products of all pairs of rows, x · xᵀ, in blocks of four by two rows.</summary>
internal static unsafe class GramKernel
{
    /// <summary>
    /// Rows come in multiples of this and columns in multiples of <see cref="ColumnBlock"/>; zeros fill what is left over.
    /// </summary>
    internal const int RowBlock = 4;

    /// <summary>The widest vector.</summary>
    internal const int ColumnBlock = 8;

    /// <summary>The full symmetric product.</summary>
    /// <param name="x">[rows up to a multiple of four × columns], aligned.</param>
    /// <param name="product">[rows × rows], overwritten.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="columns">Number of columns, a multiple of <see cref="ColumnBlock"/>.</param>
    internal static void Multiply(double* x, double* product, int rows, int columns)
    {
        if (Vector512.IsHardwareAccelerated) Run<Width512, Vector512<double>>(x, product, rows, columns);
        else if (Vector256.IsHardwareAccelerated) Run<Width256, Vector256<double>>(x, product, rows, columns);
        else Run<Width128, Vector128<double>>(x, product, rows, columns);
    }

    internal static void Run<TWidth, TVector>(double* x, double* product, int rows, int columns)
        where TWidth : struct, IVectorWidth<TVector>
        where TVector : struct
    {
        var sums = stackalloc double[2 * RowBlock];
        for (var r = 0; r < rows; r += RowBlock)
            for (var c = 0; c < Math.Min(r + RowBlock, rows); c += 2)
            {
                Block<TWidth, TVector>(x + (long)r * columns, x + (long)c * columns, columns, sums);
                for (var i = 0; i < 2 * RowBlock; i++)
                {
                    int row = r + i / 2, column = c + i % 2;
                    if (row < rows && column <= row) product[row * rows + column] = product[column * rows + row] = sums[i];
                }
            }
    }

    private static void Block<TWidth, TVector>(double* a, double* b, int columns, double* sums)
        where TWidth : struct, IVectorWidth<TVector>
        where TVector : struct
    {
        TVector c00, c01, c10, c11, c20, c21, c30, c31;
        c00 = c01 = c10 = c11 = c20 = c21 = c30 = c31 = default;
        double* a1 = a + columns, a2 = a1 + columns, a3 = a2 + columns, b1 = b + columns;
        for (var i = 0; i < columns; i += TWidth.Count)
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

        (sums[0], sums[1]) = (TWidth.Sum(c00), TWidth.Sum(c01));
        (sums[2], sums[3]) = (TWidth.Sum(c10), TWidth.Sum(c11));
        (sums[4], sums[5]) = (TWidth.Sum(c20), TWidth.Sum(c21));
        (sums[6], sums[7]) = (TWidth.Sum(c30), TWidth.Sum(c31));
    }
}
