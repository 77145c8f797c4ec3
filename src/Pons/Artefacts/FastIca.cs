using System.Numerics.Tensors;
using Pons.Geometry;

namespace Pons.Artefacts;

/// <summary>
/// Independent component analysis by fixed-point steps on all sources at once, with tanh (Hyvärinen 1999, doi 10.1109/72.761722). Ends when no
/// direction turns by more than the tolerance, 1 − |cosine|: 1e-8 by default; 500 steps at most.
/// </summary>
public sealed record FastIca : ComponentAnalysis
{
    /// <summary>The settings of the paper.</summary>
    public FastIca()
        : base(1e-8, 500)
    {
    }

    private protected override (Matrix Turn, int Steps, bool IsSettled) Search(WhiteSignal white)
    {
        var n = white.Count;
        var random = new Random(Seed);
        var turn = new Matrix(n, n);
        for (var k = 0; k < n * n; k++) turn.Values[k] = random.NextDouble() - 0.5;
        turn = Orthogonal(turn);
        for (var step = 1; step <= MaximalSteps; step++)
        {
            var next = Orthogonal(Step(turn, white));
            var change = 0.0;
            for (var k = 0; k < n; k++) change = Math.Max(change, Math.Abs(1 - Math.Abs(TensorPrimitives.Dot<double>(next.Row(k), turn.Row(k)))));
            turn = next;
            if (change < Tolerance) return (turn, step, true);
        }

        return (turn, MaximalSteps, false);
    }

    // E[tanh(Wz)·zᵀ] − E[1 − tanh²(Wz)]·W.
    private static Matrix Step(Matrix turn, WhiteSignal white)
    {
        var n = white.Count;
        Matrix sum = new(n, n), part = new(n, n);
        var slope = new double[n];
        var source = new double[white.PieceValues];
        for (var p = 0; p < white.Pieces; p++)
        {
            var z = white.BySource(p);
            var length = z.Length / n;
            var y = source.AsSpan(0, z.Length);
            MatrixProduct.Multiply(turn.Values, z, y, n);
            TensorPrimitives.Tanh<double>(y, y);
            for (var k = 0; k < n; k++) slope[k] += length - TensorPrimitives.SumOfSquares<double>(y.Slice(k * length, length));
            MatrixProduct.Multiply(y, white.BySample(p), part.Values, length);
            TensorPrimitives.Add(sum.Values, part.Values, sum.Values);
        }

        for (var k = 0; k < n; k++) TensorPrimitives.MultiplyAdd<double>(turn.Row(k), -slope[k], sum.Row(k), sum.Row(k));
        return sum;
    }

    // (W·Wᵀ)^(−1/2)·W.
    private static Matrix Orthogonal(Matrix w) => MatrixProduct.Multiply(SpdFunction.InverseSqrt(MatrixProduct.MultiplyTransposed(w, w)), w);
}
