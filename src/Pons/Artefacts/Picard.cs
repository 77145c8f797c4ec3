using System.Numerics.Tensors;
using Pons.Geometry;

namespace Pons.Artefacts;

/// <summary>
/// Independent component analysis by maximum likelihood with the densities of <see cref="ExtendedInfomax"/>, found by L-BFGS that is
/// preconditioned with a sparse approximation of the Hessian (Ablin, Cardoso and Gramfort 2018, doi 10.1109/TSP.2018.2844203): the same sources
/// in far fewer passes, without a learning rate. Ends when no element of the relative gradient is above the tolerance, 1e-6 by default;
/// 500 steps at most.
/// </summary>
public sealed record Picard : ComponentAnalysis
{
    private const int LineSearchSteps = 10;

    /// <summary>The settings of the paper.</summary>
    public Picard()
        : base(1e-6, 500)
    {
    }

    /// <summary>Steps that are remembered; 7 by default.</summary>
    public int Memory { get; init; } = 7;

    private protected override (Matrix Turn, int Steps, bool IsSettled) Search(WhiteSignal white)
    {
        var shapes = new SourceShapes(white.Count);
        var memory = new RelativeSteps(Memory);
        var at = PicardPoint.At(Matrix.Identity(white.Count), white, shapes);
        for (var step = 1; step <= MaximalSteps; step++)
        {
            if (at.DecideShapes(shapes))
            {
                memory.Clear();
                at = PicardPoint.At(at.Weights, white, shapes);
            }

            if (at.LargestGradient < Tolerance) return (at.Weights, step, true);
            if (Next(at, white, shapes, memory) is not { } next) return (at.Weights, step, false);
            at = next;
        }

        return (at.Weights, MaximalSteps, false);
    }

    private static PicardPoint? Next(PicardPoint at, WhiteSignal white, SourceShapes shapes, RelativeSteps memory)
    {
        var direction = memory.Direction(at);
        if (Search(at, direction, white, shapes) is not { } found)
        {
            memory.Clear();
            direction = memory.Direction(at);
            if (Search(at, direction, white, shapes) is not { } plain) return null;
            found = plain;
        }

        TensorPrimitives.Multiply(direction.Values, found.Length, direction.Values);
        memory.Add(direction, at.Gradient, found.Point.Gradient);
        return found.Point;
    }

    private static (PicardPoint Point, double Length)? Search(PicardPoint at, Matrix direction, WhiteSignal white, SourceShapes shapes)
    {
        var length = 1.0;
        for (var i = 0; i < LineSearchSteps; i++, length /= 2)
        {
            var turn = Matrix.Identity(white.Count);
            TensorPrimitives.MultiplyAdd<double>(direction.Values, length, turn.Values, turn.Values);
            var weights = MatrixProduct.Multiply(turn, at.Weights);
            if (!Cholesky.TryFactor(MatrixProduct.MultiplyTransposed(weights, weights), out _)) continue;
            var next = PicardPoint.At(weights, white, shapes);
            // Near the optimum the loss cannot tell two points apart any more; a smaller gradient then decides.
            if (next.Loss < at.Loss || (next.Loss < at.Loss + 1e-10 && next.LargestGradient < at.LargestGradient)) return (next, length);
        }

        return null;
    }
}
