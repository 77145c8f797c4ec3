using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Pons.Formats;

/// <summary>Turns stored numbers into measured values: value = number × gain + zero.</summary>
internal static class NumberScaling
{
    /// <summary>Numbers are taken in groups of this size.</summary>
    private const int Group = 8;

    /// <summary>
    /// Scales number by number. Product and sum are formed in double and rounded once, so that every processor gives the same bits.
    /// </summary>
    /// <param name="numbers">Numbers in the byte order of the processor: short, int, float or double.</param>
    /// <param name="gains">A gain for each number.</param>
    /// <param name="zeros">A zero for each number.</param>
    /// <param name="values">The values, float or double, as many as numbers.</param>
    public static void Apply<T, TValue>(
        ReadOnlySpan<T> numbers, ReadOnlySpan<double> gains, ReadOnlySpan<double> zeros, Span<TValue> values)
        where T : unmanaged, INumberBase<T>
        where TValue : unmanaged, INumberBase<TValue>
    {
        var (i, count) = (0, numbers.Length);
        gains = gains[..count];
        zeros = zeros[..count];
        values = values[..count];
        if (Vector256.IsHardwareAccelerated)
        {
            ref var number = ref MemoryMarshal.GetReference(numbers);
            ref var gain = ref MemoryMarshal.GetReference(gains);
            ref var zero = ref MemoryMarshal.GetReference(zeros);
            ref var value = ref MemoryMarshal.GetReference(values);
            for (; i <= count - Group; i += Group)
            {
                var (low, high) = Load(ref Unsafe.Add(ref number, i));
                low = low * Vector256.LoadUnsafe(ref gain, (nuint)i) + Vector256.LoadUnsafe(ref zero, (nuint)i);
                high = high * Vector256.LoadUnsafe(ref gain, (nuint)i + 4) + Vector256.LoadUnsafe(ref zero, (nuint)i + 4);
                Store(low, high, ref Unsafe.Add(ref value, i));
            }
        }

        for (; i < count; i++) values[i] = TValue.CreateTruncating(double.CreateTruncating(numbers[i]) * gains[i] + zeros[i]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<double> Low, Vector256<double> High) Load<T>(ref T numbers)
        where T : unmanaged
    {
        if (typeof(T) == typeof(float)) return Vector256.Widen(Vector256.LoadUnsafe(ref Unsafe.As<T, float>(ref numbers)));
        if (typeof(T) == typeof(double))
        {
            ref var first = ref Unsafe.As<T, double>(ref numbers);
            return (Vector256.LoadUnsafe(ref first), Vector256.LoadUnsafe(ref first, 4));
        }

        if (typeof(T) == typeof(int))
        {
            // Not through float, which rounds beyond 24 bits.
            var eight = Vector256.LoadUnsafe(ref Unsafe.As<T, int>(ref numbers));
            if (Avx.IsSupported) return (Avx.ConvertToVector256Double(eight.GetLower()), Avx.ConvertToVector256Double(eight.GetUpper()));
            var (low, high) = Vector256.Widen(eight);
            return (Vector256.ConvertToDouble(low), Vector256.ConvertToDouble(high));
        }

        if (typeof(T) == typeof(short))
        {
            var (low, high) = Vector128.Widen(Vector128.LoadUnsafe(ref Unsafe.As<T, short>(ref numbers)));
            return Vector256.Widen(Vector256.ConvertToSingle(Vector256.Create(low, high)));
        }

        throw new NotSupportedException($"Numbers of type {typeof(T).Name} are not read.");
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TValue>(Vector256<double> low, Vector256<double> high, ref TValue values)
        where TValue : unmanaged
    {
        if (typeof(TValue) == typeof(float))
        {
            Vector256.Narrow(low, high).StoreUnsafe(ref Unsafe.As<TValue, float>(ref values));
            return;
        }

        ref var first = ref Unsafe.As<TValue, double>(ref values);
        low.StoreUnsafe(ref first);
        high.StoreUnsafe(ref first, 4);
    }
}
