using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Pons.Decoding.Deep.Layers;

/// <summary>Sliding products of a row and a short kernel. Rows are padded by the caller.</summary>
internal static class Correlation
{
    /// <summary>output[t] += Σ_k kernel[k] · input[t + k].</summary>
    public static void Add<T>(ReadOnlySpan<T> input, ReadOnlySpan<T> kernel, Span<T> output)
        where T : unmanaged, INumber<T>
    {
        if (input.Length < output.Length + kernel.Length - 1) throw new ArgumentException("The row is not padded.", nameof(input));
        ref var x = ref MemoryMarshal.GetReference(input);
        ref var y = ref MemoryMarshal.GetReference(output);
        var width = Vector<T>.Count;
        var t = 0;
        for (; t <= output.Length - 4 * width; t += 4 * width) AddFour(ref Unsafe.Add(ref x, t), kernel, ref Unsafe.Add(ref y, t));
        for (; t < output.Length; t++)
        {
            var sum = T.Zero;
            for (var k = 0; k < kernel.Length; k++) sum += kernel[k] * input[t + k];
            output[t] += sum;
        }
    }

    /// <summary>gradient[k] += Σ_t output[t] · input[t + k].</summary>
    public static void AddGradient<T>(ReadOnlySpan<T> input, ReadOnlySpan<T> output, Span<T> gradient)
        where T : unmanaged, INumber<T>
    {
        if (input.Length < output.Length + gradient.Length - 1) throw new ArgumentException("The row is not padded.", nameof(input));
        ref var x = ref MemoryMarshal.GetReference(input);
        var k = 0;
        for (; k <= gradient.Length - 4; k += 4) GradientOfFour(ref Unsafe.Add(ref x, k), output, gradient[k..]);
        for (; k < gradient.Length; k++)
        {
            var sum = T.Zero;
            for (var t = 0; t < output.Length; t++) sum += output[t] * input[t + k];
            gradient[k] += sum;
        }
    }

    private static void AddFour<T>(ref T x, ReadOnlySpan<T> kernel, ref T y)
        where T : unmanaged, INumber<T>
    {
        var width = Vector<T>.Count;
        Vector<T> a = Vector<T>.Zero, b = a, c = a, d = a;
        for (var k = 0; k < kernel.Length; k++)
        {
            var w = new Vector<T>(kernel[k]);
            ref var from = ref Unsafe.Add(ref x, k);
            a += w * Vector.LoadUnsafe(ref from);
            b += w * Vector.LoadUnsafe(ref from, (nuint)width);
            c += w * Vector.LoadUnsafe(ref from, (nuint)(2 * width));
            d += w * Vector.LoadUnsafe(ref from, (nuint)(3 * width));
        }

        (a + Vector.LoadUnsafe(ref y)).StoreUnsafe(ref y);
        (b + Vector.LoadUnsafe(ref y, (nuint)width)).StoreUnsafe(ref y, (nuint)width);
        (c + Vector.LoadUnsafe(ref y, (nuint)(2 * width))).StoreUnsafe(ref y, (nuint)(2 * width));
        (d + Vector.LoadUnsafe(ref y, (nuint)(3 * width))).StoreUnsafe(ref y, (nuint)(3 * width));
    }

    private static void GradientOfFour<T>(ref T x, ReadOnlySpan<T> output, Span<T> gradient)
        where T : unmanaged, INumber<T>
    {
        var width = Vector<T>.Count;
        ref var y = ref MemoryMarshal.GetReference(output);
        Vector<T> a = Vector<T>.Zero, b = a, c = a, d = a;
        var t = 0;
        for (; t <= output.Length - width; t += width)
        {
            var g = Vector.LoadUnsafe(ref y, (nuint)t);
            a += g * Vector.LoadUnsafe(ref x, (nuint)t);
            b += g * Vector.LoadUnsafe(ref x, (nuint)(t + 1));
            c += g * Vector.LoadUnsafe(ref x, (nuint)(t + 2));
            d += g * Vector.LoadUnsafe(ref x, (nuint)(t + 3));
        }

        (gradient[0], gradient[1], gradient[2], gradient[3]) =
            (gradient[0] + Vector.Sum(a), gradient[1] + Vector.Sum(b), gradient[2] + Vector.Sum(c), gradient[3] + Vector.Sum(d));
        for (; t < output.Length; t++)
            for (var k = 0; k < 4; k++) gradient[k] += output[t] * Unsafe.Add(ref x, t + k);
    }
}
