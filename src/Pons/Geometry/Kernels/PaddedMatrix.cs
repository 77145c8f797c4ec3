namespace Pons.Geometry.Kernels;

/// <summary>Sizes of matrices whose rows are filled up with zeros to whole vectors of every width.</summary>
internal static class PaddedMatrix
{
    /// <summary>Elements in the widest vector.</summary>
    internal const int Block = 8;

    /// <summary>Elements from a row to the next.</summary>
    internal static int Stride(int n) => (n + Block - 1) / Block * Block;

    /// <summary>Length of the workspace of a <see cref="Tridiagonalisation{TWidth, TVector}"/>.</summary>
    internal static int TridiagonalWorkspace(int n) => (2 * n + 6) * Stride(n);
}
