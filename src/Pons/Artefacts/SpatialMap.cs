using System.Numerics.Tensors;
using Pons.Geometry;

namespace Pons.Artefacts;

/// <summary>
/// What makes a cleaner signal out of a signal, sample by sample and without delay: weights · sample + offset. Regression of eye channels,
/// removal of independent components and interpolation of channels are such maps. Immutable; may be used from any thread.
/// </summary>
public sealed class SpatialMap
{
    private readonly Matrix _weights;
    private readonly double[] _offset;
    private readonly int[] _changed;

    /// <summary>Makes a map.</summary>
    /// <param name="weights">Weights [channel × channel], finite.</param>
    /// <param name="offset">What is added to each channel [channel], finite; nothing by default.</param>
    /// <exception cref="ArgumentException">The weights are not square or not finite, or the offset does not fit.</exception>
    public SpatialMap(Matrix weights, ReadOnlySpan<double> offset = default)
    {
        ArgumentNullException.ThrowIfNull(weights);
        if (weights.Rows != weights.Columns || !TensorPrimitives.IsFiniteAll<double>(weights.Values))
            throw new ArgumentException($"Weights of {weights.Rows} × {weights.Columns} must be square and finite.", nameof(weights));
        if (!offset.IsEmpty && (offset.Length != weights.Rows || !TensorPrimitives.IsFiniteAll(offset)))
            throw new ArgumentException($"{offset.Length} offsets for {weights.Rows} channels; they must be finite.", nameof(offset));
        _weights = weights.Clone();
        _offset = offset.IsEmpty ? new double[weights.Rows] : offset.ToArray();
        _changed = [.. Enumerable.Range(0, weights.Rows).Where(IsChanged)];
    }

    /// <summary>Number of channels.</summary>
    public int ChannelCount => _weights.Rows;

    /// <summary>Weights [channel × channel], a copy.</summary>
    public Matrix Weights => _weights.Clone();

    /// <summary>Maps one sample; channels that the map leaves alone keep their very bits.</summary>
    /// <param name="sample">Values [channel].</param>
    /// <param name="mapped">Receives [channel]; must not overlap the sample.</param>
    /// <exception cref="ArgumentException">Another number of channels.</exception>
    public void Apply(ReadOnlySpan<double> sample, Span<double> mapped)
    {
        if (sample.Length != ChannelCount || mapped.Length != ChannelCount)
            throw new ArgumentException($"Samples of {sample.Length} and {mapped.Length} values for {ChannelCount} channels.", nameof(sample));
        sample.CopyTo(mapped);
        foreach (var c in _changed) mapped[c] = TensorPrimitives.Dot(_weights.Row(c), sample) + _offset[c];
    }

    /// <summary>Maps a whole signal.</summary>
    /// <param name="signal">Values [channel × sample].</param>
    /// <returns>[channel × sample], new.</returns>
    /// <exception cref="ArgumentException">The length is no multiple of the number of channels.</exception>
    public Matrix Apply(ReadOnlySpan<double> signal)
    {
        if (signal.IsEmpty || signal.Length % ChannelCount != 0)
            throw new ArgumentException($"{signal.Length} values are not {ChannelCount} channels.", nameof(signal));
        var mapped = new Matrix(ChannelCount, signal.Length / ChannelCount);
        MatrixProduct.Multiply(_weights.Values, signal, mapped.Values, ChannelCount);
        for (var c = 0; c < ChannelCount; c++) TensorPrimitives.Add(mapped.Row(c), _offset[c], mapped.Row(c));
        return mapped;
    }

    private bool IsChanged(int c)
    {
        for (var k = 0; k < ChannelCount; k++)
            if (_weights[c, k] != (k == c ? 1 : 0)) return true;
        return _offset[c] != 0;
    }
}
