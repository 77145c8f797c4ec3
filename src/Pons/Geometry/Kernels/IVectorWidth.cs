namespace Pons.Geometry.Kernels;

/// <summary>
/// The arithmetic of one vector width, so that a kernel is written once and compiled for each. Element-wise operations give the same
/// bits for every width and however the code was compiled; only sums over a vector depend on the width.
/// </summary>
internal unsafe interface IVectorWidth<TVector>
    where TVector : struct
{
    static abstract int Count { get; }

    static abstract TVector Load(double* source);

    static abstract void Store(TVector value, double* target);

    static abstract TVector Create(double value);

    static abstract TVector Add(TVector a, TVector b);

    static abstract TVector Subtract(TVector a, TVector b);

    static abstract TVector Multiply(TVector a, TVector b);

    static abstract TVector Divide(TVector a, TVector b);

    static abstract TVector Sqrt(TVector a);

    static abstract TVector Abs(TVector a);

    static abstract TVector Min(TVector a, TVector b);

    static abstract TVector Max(TVector a, TVector b);

    /// <summary>a · b + c, rounded once.</summary>
    static abstract TVector MultiplyAdd(TVector a, TVector b, TVector c);

    /// <summary>c − a · b, rounded once.</summary>
    static abstract TVector SubtractProduct(TVector c, TVector a, TVector b);

    /// <summary>Per element: a &lt; b ? yes : no.</summary>
    static abstract TVector WhereLess(TVector a, TVector b, TVector yes, TVector no);

    static abstract double Sum(TVector a);
}
