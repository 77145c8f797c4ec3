using Pons.Geometry;

namespace Pons.Artefacts;

/// <summary>
/// A linear model of a signal as a sum of independent sources. Immutable. Order and sign of sources are free; here the strongest comes first
/// and the largest weight of each is positive.
/// </summary>
public sealed class IndependentComponents
{
    private readonly double[] _means;
    private readonly Matrix _unmixing;
    private readonly Matrix _mixing;

    internal IndependentComponents(double[] means, Matrix unmixing, Matrix mixing, int iterations, bool isSettled) =>
        (_means, _unmixing, _mixing, Iterations, IsSettled) = (means, unmixing, mixing, iterations, isSettled);

    /// <summary>Number of sources.</summary>
    public int Count => _unmixing.Rows;

    /// <summary>Steps that it took to find them.</summary>
    public int Iterations { get; }

    /// <summary>False when the search was cut short, which <see cref="ComponentAnalysis.AcceptsUnsettled"/> allows.</summary>
    public bool IsSettled { get; }

    /// <summary>Weights that make sources out of channels [source × channel], a copy.</summary>
    public Matrix Unmixing => _unmixing.Clone();

    /// <summary>How each source appears in the channels [channel × source], a copy.</summary>
    public Matrix Mixing => _mixing.Clone();

    /// <summary>The sources of a signal.</summary>
    /// <param name="signal">Values [channel × sample].</param>
    /// <returns>[source × sample], about zero, of unit variance over the signal that they were learnt from.</returns>
    /// <exception cref="ArgumentException">Another number of channels.</exception>
    public Matrix Sources(ReadOnlySpan<double> signal)
    {
        if (signal.Length == 0 || signal.Length % _means.Length != 0)
            throw new ArgumentException($"{signal.Length} values are not {_means.Length} channels.", nameof(signal));
        var samples = signal.Length / _means.Length;
        var centred = new Matrix(_means.Length, samples, signal.ToArray());
        for (var c = 0; c < _means.Length; c++)
            System.Numerics.Tensors.TensorPrimitives.Subtract(centred.Row(c), _means[c], centred.Row(c));
        return MatrixProduct.Multiply(_unmixing, centred);
    }

    /// <summary>The map [channel × channel] that takes some sources out; it can be applied to single samples about their means, without delay.</summary>
    /// <param name="sources">Places of the sources.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such source.</exception>
    public Matrix Without(params ReadOnlySpan<int> sources)
    {
        var map = Matrix.Identity(_means.Length);
        foreach (var s in sources)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)s, (uint)Count, nameof(sources));
            for (var r = 0; r < map.Rows; r++)
                for (var c = 0; c < map.Columns; c++) map[r, c] -= _mixing[r, s] * _unmixing[s, c];
        }

        return map;
    }

    /// <summary>The map that takes some sources out about the means of the calibration, for a stage.</summary>
    /// <param name="sources">Places of the sources.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such source.</exception>
    public SpatialMap Removing(params ReadOnlySpan<int> sources)
    {
        var map = Without(sources);
        var offset = new double[map.Rows];
        for (var c = 0; c < offset.Length; c++)
            offset[c] = _means[c] - System.Numerics.Tensors.TensorPrimitives.Dot<double>(map.Row(c), _means);
        return new(map, offset);
    }
}
