using System.Numerics;
using System.Numerics.Tensors;

namespace Pons.Decoding.Deep.Layers;

/// <summary>Work over trials in a fixed number of parts: threads share the parts, and sums over parts are taken in their order.</summary>
internal static class Parts
{
    private const int Count = 8;

    /// <summary>Does something for every trial.</summary>
    public static void ForEach(int trials, Action<int> work)
    {
        if (trials == 1) work(0);
        else Parallel.For(0, trials, work);
    }

    /// <summary>Sums what every trial adds.</summary>
    public static void Sum<T>(int trials, T[] sum, Action<int, T[]> add)
        where T : unmanaged, INumber<T>
    {
        var parts = Math.Min(Count, trials);
        var sums = new T[parts][];
        Parallel.For(0, parts, p =>
        {
            sums[p] = new T[sum.Length];
            for (var i = trials * p / parts; i < trials * (p + 1) / parts; i++) add(i, sums[p]);
        });
        Array.Clear(sum);
        foreach (var part in sums) TensorPrimitives.Add<T>(sum, part, sum);
    }
}
