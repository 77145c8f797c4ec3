using System.Numerics.Tensors;
using Pons.Geometry;

namespace Pons.Artefacts;

/// <summary>The weights of extended Infomax, and passes over the samples that improve them. One thread.</summary>
internal sealed class InfomaxPass
{
    private readonly WhiteSignal _white;
    private readonly Random _random;
    private readonly int[] _order;
    private readonly SourceShapes _shapes;
    private readonly double[] _block;
    private readonly double[] _source;
    private readonly double[] _score;
    private readonly double[] _scoreBySource;
    private readonly Matrix _moment;
    private readonly Matrix _step;

    // Held as [direction × source], the transpose, so that a block of samples is multiplied from the left.
    private Matrix _weights;

    public InfomaxPass(WhiteSignal white, int blockSamples, int seed)
    {
        (_white, _random) = (white, new(seed));
        var n = white.Count;
        _order = [.. Enumerable.Range(0, white.Samples)];
        _shapes = new(n);
        var size = n * Math.Clamp(blockSamples, 1, white.Samples);
        (_block, _source, _score, _scoreBySource) = (new double[size], new double[size], new double[size], new double[size]);
        (_moment, _step, _weights) = (new(n, n), new(n, n), Matrix.Identity(n));
    }

    /// <summary>Weights [source × direction].</summary>
    public Matrix Weights => _weights.Transpose();

    /// <summary>Begins anew.</summary>
    public void Restart()
    {
        _weights = Matrix.Identity(_white.Count);
        _shapes.Reset();
    }

    /// <summary>One pass over all samples in a new order; gives the change of the weights.</summary>
    public Matrix Run(double rate)
    {
        var start = _weights.Clone();
        _random.Shuffle(_order);
        var perBlock = _block.Length / _white.Count;
        for (var t = 0; t + perBlock <= _order.Length; t += perBlock) Improve(_order.AsSpan(t, perBlock), rate);
        _shapes.Decide();
        TensorPrimitives.Subtract<double>(_weights.Values, start.Values, start.Values);
        return start;
    }

    // ΔW = rate · Σ (I − (K · tanh(u) + u) · uᵀ) · W over the block.
    private void Improve(ReadOnlySpan<int> samples, double rate)
    {
        var n = _white.Count;
        for (var i = 0; i < samples.Length; i++) _white.Sample(samples[i]).CopyTo(_block.AsSpan(i * n));
        MatrixProduct.Multiply(_block, _weights.Values, _source, n);
        TensorPrimitives.Tanh<double>(_source, _score);
        for (var i = 0; i < _score.Length; i += n) _shapes.Score(_source.AsSpan(i, n), _score.AsSpan(i, n));
        MatrixProduct.Transpose(_score, _scoreBySource, n);
        MatrixProduct.Multiply(_scoreBySource, _source, _moment.Values, samples.Length);
        for (var k = 0; k < n; k++) _moment.Values[k * n + k] -= samples.Length;
        // The weights are transposed, so the moment comes from the right, transposed.
        MatrixProduct.Transpose(_moment.Values, _step.Values, n);
        var change = MatrixProduct.Multiply(_weights, _step);
        TensorPrimitives.MultiplyAdd<double>(change.Values, -rate, _weights.Values, _weights.Values);
    }
}
