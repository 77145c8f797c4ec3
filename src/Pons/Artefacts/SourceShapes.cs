using System.Numerics.Tensors;

namespace Pons.Artefacts;

/// <summary>
/// Which sources have heavy tails and which are flat: the sign of E[sech²(u)] · E[u²] − E[tanh(u) · u] (Lee, Girolami and Sejnowski 1999,
/// eq. 2.20), from all samples since the last decision. A sign is changed when it is clearly wrong, so that Gaussian sources do not flicker.
/// </summary>
internal sealed class SourceShapes
{
    private const double Clear = 1e-3;
    private readonly double[] _signs;
    private readonly double[] _tanhSquares;
    private readonly double[] _squares;
    private readonly double[] _products;
    private long _samples;

    public SourceShapes(int count)
    {
        (_signs, _tanhSquares, _squares, _products) = (new double[count], new double[count], new double[count], new double[count]);
        Reset();
    }

    /// <summary>+1 for heavy tails, −1 for flat.</summary>
    public ReadOnlySpan<double> Signs => _signs;

    public void Reset()
    {
        Array.Fill(_signs, 1);
        Forget();
    }

    /// <summary>Takes one sample of all sources and their tanh; replaces the tanh by the score sign · tanh(u) + u.</summary>
    public void Score(ReadOnlySpan<double> sources, Span<double> tanh)
    {
        TensorPrimitives.MultiplyAdd(tanh, tanh, _tanhSquares, _tanhSquares);
        TensorPrimitives.MultiplyAdd(sources, sources, _squares, _squares);
        TensorPrimitives.MultiplyAdd(sources, tanh, _products, _products);
        TensorPrimitives.MultiplyAdd(tanh, _signs, sources, tanh);
        _samples++;
    }

    /// <summary>Takes sums over many samples of one source.</summary>
    public void Add(int source, double tanhSquares, double squares, double products) =>
        (_tanhSquares[source], _squares[source], _products[source]) = (tanhSquares, squares, products);

    /// <summary>Decides from <paramref name="samples"/> samples, or those that were taken; true when a sign has changed.</summary>
    public bool Decide(long? samples = null)
    {
        double count = samples ?? _samples;
        var changed = false;
        for (var k = 0; k < _signs.Length && count > 0; k++)
        {
            var tails = (1 - _tanhSquares[k] / count) * (_squares[k] / count) - _products[k] / count;
            if (!(tails * _signs[k] < -Clear)) continue;
            _signs[k] = -_signs[k];
            changed = true;
        }

        Forget();
        return changed;
    }

    private void Forget()
    {
        Array.Clear(_tanhSquares);
        Array.Clear(_squares);
        Array.Clear(_products);
        _samples = 0;
    }
}
