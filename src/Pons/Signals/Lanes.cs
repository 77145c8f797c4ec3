using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Pons.Signals;

/// <summary>
/// The arithmetic of one vector width over doubles, so that a kernel is written once and compiled for every width. All
/// widths round alike (multiply-add is fused everywhere), therefore a channel's result does not depend on its place.
/// </summary>
internal unsafe interface ILanes<TVector>
    where TVector : unmanaged
{
    static abstract int Count { get; }

    static abstract TVector Broadcast(double value);

    /// <summary>Reads <see cref="Count"/> neighbours; <typeparamref name="T"/> is float or double.</summary>
    static abstract TVector Load<T>(T* source)
        where T : unmanaged;

    static abstract void Store<T>(T* target, TVector value)
        where T : unmanaged;

    static abstract TVector Add(TVector a, TVector b);

    static abstract TVector Subtract(TVector a, TVector b);

    static abstract TVector Multiply(TVector a, TVector b);

    /// <summary>a·b + c, rounded once.</summary>
    static abstract TVector MultiplyAdd(TVector a, TVector b, TVector c);

    /// <summary>Zero where |value| is below the limit, else the value; not-a-number stays.</summary>
    static abstract TVector ZeroBelow(TVector value, double limit);
}

/// <summary>Widths that exist, and the widest that this processor runs in hardware.</summary>
internal static class Lanes
{
    public static int Widest { get; } =
        Vector512.IsHardwareAccelerated ? 8 : Vector256.IsHardwareAccelerated ? 4 : Vector128.IsHardwareAccelerated ? 2 : 1;
}

/// <summary>Eight doubles at a time.</summary>
internal readonly unsafe struct Lanes8 : ILanes<Vector512<double>>
{
    public static int Count => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Broadcast(double value) => Vector512.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Load<T>(T* source)
        where T : unmanaged
    {
        if (typeof(T) == typeof(double)) return Vector512.Load((double*)source);
        var single = Vector256.Load((float*)source);
        if (Avx512F.IsSupported) return Avx512F.ConvertToVector512Double(single);
        var (lower, upper) = Vector256.Widen(single);
        return Vector512.Create(lower, upper);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<T>(T* target, Vector512<double> value)
        where T : unmanaged
    {
        if (typeof(T) == typeof(double)) value.Store((double*)target);
        else if (Avx512F.IsSupported) Avx512F.ConvertToVector256Single(value).Store((float*)target);
        else Vector256.Narrow(value.GetLower(), value.GetUpper()).Store((float*)target);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Add(Vector512<double> a, Vector512<double> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Subtract(Vector512<double> a, Vector512<double> b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Multiply(Vector512<double> a, Vector512<double> b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> MultiplyAdd(Vector512<double> a, Vector512<double> b, Vector512<double> c) =>
        Vector512.FusedMultiplyAdd(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> ZeroBelow(Vector512<double> value, double limit) =>
        Vector512.AndNot(value, Vector512.LessThan(Vector512.Abs(value), Vector512.Create(limit)));
}

/// <summary>Four doubles at a time.</summary>
internal readonly unsafe struct Lanes4 : ILanes<Vector256<double>>
{
    public static int Count => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Broadcast(double value) => Vector256.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Load<T>(T* source)
        where T : unmanaged
    {
        if (typeof(T) == typeof(double)) return Vector256.Load((double*)source);
        var single = Vector128.Load((float*)source);
        if (Avx.IsSupported) return Avx.ConvertToVector256Double(single);
        var (lower, upper) = Vector128.Widen(single);
        return Vector256.Create(lower, upper);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<T>(T* target, Vector256<double> value)
        where T : unmanaged
    {
        if (typeof(T) == typeof(double)) value.Store((double*)target);
        else if (Avx.IsSupported) Avx.ConvertToVector128Single(value).Store((float*)target);
        else Vector128.Narrow(value.GetLower(), value.GetUpper()).Store((float*)target);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Add(Vector256<double> a, Vector256<double> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Subtract(Vector256<double> a, Vector256<double> b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Multiply(Vector256<double> a, Vector256<double> b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> MultiplyAdd(Vector256<double> a, Vector256<double> b, Vector256<double> c) =>
        Vector256.FusedMultiplyAdd(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> ZeroBelow(Vector256<double> value, double limit) =>
        Vector256.AndNot(value, Vector256.LessThan(Vector256.Abs(value), Vector256.Create(limit)));
}

/// <summary>Two doubles at a time.</summary>
internal readonly unsafe struct Lanes2 : ILanes<Vector128<double>>
{
    public static int Count => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Broadcast(double value) => Vector128.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Load<T>(T* source)
        where T : unmanaged =>
        typeof(T) == typeof(double) ? Vector128.Load((double*)source) : Vector128.Create(((float*)source)[0], (double)((float*)source)[1]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<T>(T* target, Vector128<double> value)
        where T : unmanaged
    {
        if (typeof(T) == typeof(double))
        {
            value.Store((double*)target);
            return;
        }

        ((float*)target)[0] = (float)value.GetElement(0);
        ((float*)target)[1] = (float)value.GetElement(1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Add(Vector128<double> a, Vector128<double> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Subtract(Vector128<double> a, Vector128<double> b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Multiply(Vector128<double> a, Vector128<double> b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> MultiplyAdd(Vector128<double> a, Vector128<double> b, Vector128<double> c) =>
        Vector128.FusedMultiplyAdd(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> ZeroBelow(Vector128<double> value, double limit) =>
        Vector128.AndNot(value, Vector128.LessThan(Vector128.Abs(value), Vector128.Create(limit)));
}

/// <summary>One double at a time, for the last channel of an odd number.</summary>
internal readonly unsafe struct Lanes1 : ILanes<double>
{
    public static int Count => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Broadcast(double value) => value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Load<T>(T* source)
        where T : unmanaged =>
        typeof(T) == typeof(double) ? *(double*)source : *(float*)source;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<T>(T* target, double value)
        where T : unmanaged
    {
        if (typeof(T) == typeof(double)) *(double*)target = value;
        else *(float*)target = (float)value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Add(double a, double b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Subtract(double a, double b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Multiply(double a, double b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double MultiplyAdd(double a, double b, double c) => Math.FusedMultiplyAdd(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double ZeroBelow(double value, double limit) => Math.Abs(value) < limit ? 0 : value;
}
