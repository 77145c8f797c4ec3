using System.Runtime.Intrinsics;

namespace Pons.Geometry.Kernels;

/// <summary>The step that triangular factors and solutions are made of.</summary>
internal static unsafe class RowElimination
{
    /// <summary>target ← (target − Σₖ factorₖ · rowₖ) · scale.</summary>
    /// <param name="target">[length], changed.</param>
    /// <param name="length">Number of elements.</param>
    /// <param name="rows">The first row.</param>
    /// <param name="rowStep">From a row to the next.</param>
    /// <param name="factors">The first factor.</param>
    /// <param name="factorStep">From a factor to the next.</param>
    /// <param name="count">Number of rows.</param>
    /// <param name="scale">What the result is multiplied by.</param>
    internal static void Subtract(
        double* target, int length, double* rows, int rowStep, double* factors, int factorStep, int count, double scale)
    {
        var done = 0;
        if (Vector512.IsHardwareAccelerated)
            done = Run<Width512, Vector512<double>>(done, target, length, rows, rowStep, factors, factorStep, count, scale);
        if (Vector256.IsHardwareAccelerated)
            done = Run<Width256, Vector256<double>>(done, target, length, rows, rowStep, factors, factorStep, count, scale);
        done = Run<Width128, Vector128<double>>(done, target, length, rows, rowStep, factors, factorStep, count, scale);
        if (done == length) return;
        var sum = target[done];
        for (var k = 0; k < count; k++) sum = double.FusedMultiplyAdd(-factors[k * factorStep], rows[k * rowStep + done], sum);
        target[done] = sum * scale;
    }

    private static int Run<TWidth, TVector>(
        int done, double* target, int length, double* rows, int rowStep, double* factors, int factorStep, int count, double scale)
        where TWidth : struct, IVectorWidth<TVector>
        where TVector : struct
    {
        for (; done + 4 * TWidth.Count <= length; done += 4 * TWidth.Count)
        {
            var at = target + done;
            TVector s0 = TWidth.Load(at), s1 = TWidth.Load(at + TWidth.Count);
            TVector s2 = TWidth.Load(at + 2 * TWidth.Count), s3 = TWidth.Load(at + 3 * TWidth.Count);
            for (var k = 0; k < count; k++)
            {
                var factor = TWidth.Create(factors[k * factorStep]);
                var row = rows + k * rowStep + done;
                s0 = TWidth.SubtractProduct(s0, factor, TWidth.Load(row));
                s1 = TWidth.SubtractProduct(s1, factor, TWidth.Load(row + TWidth.Count));
                s2 = TWidth.SubtractProduct(s2, factor, TWidth.Load(row + 2 * TWidth.Count));
                s3 = TWidth.SubtractProduct(s3, factor, TWidth.Load(row + 3 * TWidth.Count));
            }

            var all = TWidth.Create(scale);
            TWidth.Store(TWidth.Multiply(s0, all), at);
            TWidth.Store(TWidth.Multiply(s1, all), at + TWidth.Count);
            TWidth.Store(TWidth.Multiply(s2, all), at + 2 * TWidth.Count);
            TWidth.Store(TWidth.Multiply(s3, all), at + 3 * TWidth.Count);
        }

        for (; done + TWidth.Count <= length; done += TWidth.Count)
        {
            var sum = TWidth.Load(target + done);
            for (var k = 0; k < count; k++)
                sum = TWidth.SubtractProduct(sum, TWidth.Create(factors[k * factorStep]), TWidth.Load(rows + k * rowStep + done));
            TWidth.Store(TWidth.Multiply(sum, TWidth.Create(scale)), target + done);
        }

        return done;
    }
}
