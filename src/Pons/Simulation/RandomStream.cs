using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text;

namespace Pons.Simulation;

/// <summary>
/// Random numbers by address: number k of a stream is the same for every order, slicing and thread in which it is asked for.
/// Output k is that of SplitMix64 (Steele, Lea and Flood 2014, doi 10.1145/2660193.2660195) started at the seed; normals follow
/// Box and Muller (1958, doi 10.1214/aoms/1177706645). Logarithm, sine and cosine are computed here from multiplications and
/// additions alone, so that a number does not depend on the mathematical library of the computer. Immutable; any thread.
/// </summary>
/// <param name="Seed">Where the stream starts; streams of different seeds are independent for all purposes here.</param>
public readonly record struct RandomStream(ulong Seed)
{
    private const ulong Step = 0x9E3779B97F4A7C15;
    private const double UnitOf53Bits = 1.0 / (1UL << 53);

    /// <summary>Coefficients of (sin x / x − 1) / x² in x², highest power first.</summary>
    private static readonly double[] SineSeries =
        [1 / 355687428096000.0, -1 / 1307674368000.0, 1 / 6227020800.0, -1 / 39916800.0, 1 / 362880.0, -1 / 5040.0, 1 / 120.0, -1 / 6.0];

    /// <summary>Coefficients of (cos x − 1) / x² in x², highest power first.</summary>
    private static readonly double[] CosineSeries =
        [1 / 20922789888000.0, -1 / 87178291200.0, 1 / 479001600.0, -1 / 3628800.0, 1 / 40320.0, -1 / 720.0, 1 / 24.0, -0.5];

    /// <summary>
    /// A stream of its own for one purpose, such as <c>blinks</c>: what one purpose draws never moves the numbers of another.
    /// </summary>
    /// <param name="purpose">Name of the purpose; not empty.</param>
    public RandomStream Derive(string purpose)
    {
        ArgumentException.ThrowIfNullOrEmpty(purpose);
        var hash = 0xCBF29CE484222325UL;
        foreach (var octet in Encoding.UTF8.GetBytes(purpose)) hash = (hash ^ octet) * 0x100000001B3;
        return new(Mix(Mix(Seed + Step) ^ hash));
    }

    /// <summary>64 random bits at address <paramref name="k"/>, 0 or more.</summary>
    public ulong Bits(long k) => Mix(Seed + ((ulong)k + 1) * Step);

    /// <summary>A uniform number in [0, 1) at address <paramref name="k"/>, 0 or more.</summary>
    public double Uniform(long k) => (Bits(k) >> 11) * UnitOf53Bits;

    /// <summary>
    /// A standard normal number at address <paramref name="k"/>, 0 or more; bit-equal to what <see cref="FillNormals"/> writes.
    /// </summary>
    public double Normal(long k)
    {
        Span<double> one = stackalloc double[1];
        FillNormals(k, one);
        return one[0];
    }

    /// <summary>Writes the uniforms at addresses <paramref name="first"/>, <c>first + 1</c>, …; allocates nothing.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A negative address.</exception>
    public void FillUniforms(long first, Span<double> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        for (var i = 0; i < destination.Length; i++) destination[i] = Uniform(first + i);
    }

    /// <summary>Writes the standard normals at addresses <paramref name="first"/>, <c>first + 1</c>, …; allocates nothing.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A negative address.</exception>
    public void FillNormals(long first, Span<double> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        Span<double> pairs = stackalloc double[2 * Vector<double>.Count];
        var pair = first >> 1;
        var skip = (int)(first & 1);
        for (var done = 0; done < destination.Length; pair += Vector<double>.Count, skip = 0)
        {
            NormalPairs(pair, pairs);
            var take = Math.Min(pairs.Length - skip, destination.Length - done);
            pairs.Slice(skip, take).CopyTo(destination[done..]);
            done += take;
        }
    }

    /// <summary>Writes one vector of Box–Muller pairs, cosine and sine in turn, starting with pair <paramref name="pair"/>.</summary>
    private void NormalPairs(long pair, Span<double> destination)
    {
        var lanes = Vector.CreateSequence(0UL, 1UL);
        var even = new Vector<ulong>(Seed + (2 * (ulong)pair + 1) * Step) + lanes * unchecked(2 * Step);
        var radiusUniform = ToUniform(Mix(even));
        var angleUniform = ToUniform(Mix(even + new Vector<ulong>(Step)));
        var radius = Vector.SquareRoot(new Vector<double>(-2.0) * Log(Vector<double>.One - radiusUniform));
        var (sine, cosine) = SinCosOfTurns(angleUniform);
        cosine *= radius;
        sine *= radius;
        for (var i = 0; i < Vector<double>.Count; i++)
        {
            destination[2 * i] = cosine[i];
            destination[2 * i + 1] = sine[i];
        }
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<ulong> Mix(Vector<ulong> z)
    {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EB;
        return z ^ (z >>> 31);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> ToUniform(Vector<ulong> bits) => Vector.ConvertToDouble(bits >>> 11) * UnitOf53Bits;

    /// <summary>Natural logarithm of normal positive numbers: exponent times ln 2, and the odd series of artanh for the rest.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> Log(Vector<double> x)
    {
        const ulong RootOfHalf = 0x3FE6A09E667F3BCD;
        var shifted = Vector.AsVectorUInt64(x) + new Vector<ulong>(0x3FF0000000000000 - RootOfHalf);
        var exponent = Vector.ConvertToDouble(Vector.AsVectorInt64(shifted >>> 52) - new Vector<long>(1023));
        var mantissa = Vector.AsVectorDouble((shifted & new Vector<ulong>(0x000FFFFFFFFFFFFF)) + new Vector<ulong>(RootOfHalf));
        var s = (mantissa - Vector<double>.One) / (mantissa + Vector<double>.One);
        var z = s * s;
        var sum = new Vector<double>(1.0 / 23);
        for (var odd = 21; odd >= 3; odd -= 2) sum = sum * z + new Vector<double>(1.0 / odd);
        return exponent * Math.Log(2) + (s + s * (sum * z)) * 2.0;
    }

    /// <summary>Sine and cosine of 2πu for u in [0, 1): the nearest quarter turn is taken off, Taylor's series does the rest.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector<double> Sine, Vector<double> Cosine) SinCosOfTurns(Vector<double> u)
    {
        var quarter = Vector.Floor(u * 4.0 + new Vector<double>(0.5));
        var x = (u * 4.0 - quarter) * (Math.PI / 2);
        var z = x * x;
        var sine = new Vector<double>(SineSeries[0]);
        var cosine = new Vector<double>(CosineSeries[0]);
        for (var i = 1; i < SineSeries.Length; i++) sine = sine * z + new Vector<double>(SineSeries[i]);
        for (var i = 1; i < CosineSeries.Length; i++) cosine = cosine * z + new Vector<double>(CosineSeries[i]);
        sine = x + x * (z * sine);
        cosine = Vector<double>.One + z * cosine;

        var turns = Vector.ConvertToInt64(quarter);
        var swap = Vector.Equals(turns & Vector<long>.One, Vector<long>.One);
        var sineSign = Vector.Equals(turns & new Vector<long>(2), new Vector<long>(2));
        var cosineSign = Vector.Equals((turns + Vector<long>.One) & new Vector<long>(2), new Vector<long>(2));
        var first = Vector.ConditionalSelect(swap, cosine, sine);
        var second = Vector.ConditionalSelect(swap, sine, cosine);
        return (Vector.ConditionalSelect(sineSign, -first, first), Vector.ConditionalSelect(cosineSign, -second, second));
    }
}
