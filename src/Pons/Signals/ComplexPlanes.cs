namespace Pons.Signals;

/// <summary>Complex numbers as one plane of real and one of imaginary parts, each [element × lane].</summary>
internal readonly unsafe struct ComplexPlanes(double* real, double* imaginary)
{
    public readonly double* Real = real;
    public readonly double* Imaginary = imaginary;

    /// <summary>Real and imaginary part exchanged, which turns a forward transform into an inverse one.</summary>
    public ComplexPlanes Swapped => new(Imaginary, Real);
}
