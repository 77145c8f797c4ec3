namespace Pons.Geometry.Kernels;

/// <summary>Exchanges rows and columns, eight rows at a time, so that whole cache lines are written.</summary>
internal static unsafe class TransposeKernel
{
    private const int Block = 8;

    /// <summary>to [columns × rows] ← from [rows × columns].</summary>
    internal static void Run(double* from, double* to, int rows, int columns)
    {
        var r = 0;
        for (; r + Block <= rows; r += Block) Eight(from + (long)r * columns, to + r, rows, columns);
        for (; r < rows; r++)
            for (var c = 0; c < columns; c++)
                to[(long)c * rows + r] = from[(long)r * columns + c];
    }

    private static void Eight(double* from, double* to, int rows, int columns)
    {
        double* r1 = from + columns, r2 = r1 + columns, r3 = r2 + columns, r4 = r3 + columns, r5 = r4 + columns, r6 = r5 + columns, r7 = r6 + columns;
        for (var c = 0; c < columns; c++, to += rows)
        {
            to[0] = from[c];
            to[1] = r1[c];
            to[2] = r2[c];
            to[3] = r3[c];
            to[4] = r4[c];
            to[5] = r5[c];
            to[6] = r6[c];
            to[7] = r7[c];
        }
    }
}
