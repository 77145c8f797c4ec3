using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Pons.Signals;

/// <summary>Moves 8, 4, 2 or 1 neighbouring channels between interleaved rows and a compact plane [row × lane].</summary>
internal static unsafe class ChannelGroup
{
    /// <summary>Copies rows that lie apart into rows that lie as far apart as the other stride says.</summary>
    public static void Copy(double* from, nint fromStride, double* to, nint toStride, int rows, int width)
    {
        for (; rows > 0; rows--, from += fromStride, to += toStride) CopyRow(from, to, width);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyRow(double* from, double* to, int width)
    {
        if (width == 8) Vector512.Load(from).Store(to);
        else if (width == 4) Vector256.Load(from).Store(to);
        else if (width == 2) Vector128.Load(from).Store(to);
        else *to = *from;
    }
}
