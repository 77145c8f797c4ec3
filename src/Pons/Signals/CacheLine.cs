namespace Pons.Signals;

/// <summary>Memory that begins at a cache line, so that no vector straddles two of them.</summary>
internal static unsafe class CacheLine
{
    public const int Bytes = 64;
    private const int Doubles = Bytes / sizeof(double);

    /// <summary>Zeroed memory that does not move, with room for <see cref="Align"/>.</summary>
    public static double[] Allocate(long length) => GC.AllocateArray<double>(checked((int)(length + Doubles)), pinned: true);

    /// <summary>The first whole line at or after an address.</summary>
    public static double* Align(double* address) => (double*)(((nuint)address + Bytes - 1) / Bytes * Bytes);
}
