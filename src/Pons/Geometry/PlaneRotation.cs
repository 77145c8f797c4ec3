using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Pons.Geometry;

/// <summary>Rotations of two rows against each other.</summary>
internal static class PlaneRotation
{
    /// <summary>(x, y) ← (c · x − s · y, s · x + c · y).</summary>
    internal static void Apply(Span<double> x, Span<double> y, double cosine, double sine)
    {
        ref var first = ref MemoryMarshal.GetReference(x);
        ref var second = ref MemoryMarshal.GetReference(y[..x.Length]);
        var i = 0;
        if (Vector512.IsHardwareAccelerated)
        {
            for (; i <= x.Length - Vector512<double>.Count; i += Vector512<double>.Count)
            {
                Vector512<double> a = Vector512.LoadUnsafe(ref first, (nuint)i), b = Vector512.LoadUnsafe(ref second, (nuint)i);
                (cosine * a - sine * b).StoreUnsafe(ref first, (nuint)i);
                (sine * a + cosine * b).StoreUnsafe(ref second, (nuint)i);
            }
        }

        for (; i <= x.Length - Vector256<double>.Count; i += Vector256<double>.Count)
        {
            Vector256<double> a = Vector256.LoadUnsafe(ref first, (nuint)i), b = Vector256.LoadUnsafe(ref second, (nuint)i);
            (cosine * a - sine * b).StoreUnsafe(ref first, (nuint)i);
            (sine * a + cosine * b).StoreUnsafe(ref second, (nuint)i);
        }

        for (; i < x.Length; i++)
        {
            double a = x[i], b = y[i];
            x[i] = cosine * a - sine * b;
            y[i] = sine * a + cosine * b;
        }
    }
}
