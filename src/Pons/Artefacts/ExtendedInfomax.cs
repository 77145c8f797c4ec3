using System.Numerics.Tensors;
using Pons.Geometry;

namespace Pons.Artefacts;

/// <summary>
/// Independent component analysis by natural-gradient steps on small blocks, for sources with heavy tails and for flat ones (Lee, Girolami and
/// Sejnowski 1999, doi 10.1162/089976699300016719). Which kind each source is, is decided anew after every pass by the paper's stability rule.
/// A step is one pass over all samples in random order; the rate falls when the direction turns by more than 60°. Ends when the squared change
/// of the weights in a pass is below the tolerance, 1e-7 by default; 500 passes at most.
/// </summary>
public sealed record ExtendedInfomax : ComponentAnalysis
{
    private const double Turned = 0.5;
    private const double Annealing = 0.9;
    private const double Exploded = 1e4;

    /// <summary>The usual settings.</summary>
    public ExtendedInfomax()
        : base(1e-7, 500)
    {
    }

    /// <summary>Rate at the start; null, the default, for 0.01 / log(sources²).</summary>
    public double? LearningRate { get; init; }

    /// <summary>Samples of a block; null, the default, for the root of a third of all samples.</summary>
    public int? BlockSamples { get; init; }

    private protected override (Matrix Turn, int Steps, bool IsSettled) Search(WhiteSignal white)
    {
        var rate = LearningRate ?? 0.01 / Math.Log(Math.Max(4, white.Count * white.Count));
        var pass = new InfomaxPass(white, BlockSamples ?? Math.Max(1, (int)Math.Sqrt(white.Samples / 3.0)), Seed);
        Matrix? before = null;
        for (var step = 1; step <= MaximalSteps; step++)
        {
            var change = pass.Run(rate);
            if (!(Math.Abs(TensorPrimitives.MaxMagnitude<double>(pass.Weights.Values)) < Exploded))
            {
                (rate, before) = (rate * 0.5, null);
                pass.Restart();
                continue;
            }

            var size = TensorPrimitives.SumOfSquares<double>(change.Values);
            if (size < Tolerance) return (pass.Weights, step, true);
            var cosine = before is null ? 1
                : TensorPrimitives.Dot<double>(change.Values, before.Values) / Math.Sqrt(size * TensorPrimitives.SumOfSquares<double>(before.Values));
            if (cosine < Turned) rate *= Annealing;
            before = change;
        }

        return (pass.Weights, MaximalSteps, false);
    }
}
