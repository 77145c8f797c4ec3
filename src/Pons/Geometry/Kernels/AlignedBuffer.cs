using System.Runtime.InteropServices;

namespace Pons.Geometry.Kernels;

/// <summary>Zeroed workspace on a cache line, so that no vector load straddles two lines.</summary>
internal sealed unsafe class AlignedBuffer : IDisposable
{
    private const nuint CacheLine = 64;
    private double* _start;

    internal AlignedBuffer(long length)
    {
        var bytes = checked((nuint)length * sizeof(double));
        _start = (double*)NativeMemory.AlignedAlloc(bytes, CacheLine);
        NativeMemory.Clear(_start, bytes);
    }

    ~AlignedBuffer() => Free();

    internal double* Start => _start;

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        NativeMemory.AlignedFree(_start);
        _start = null;
    }
}
