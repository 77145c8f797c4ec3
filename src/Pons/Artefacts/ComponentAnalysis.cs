using System.Numerics.Tensors;
using Pons.Geometry;

namespace Pons.Artefacts;

/// <summary>
/// Independent component analysis as a value of settings: <see cref="FastIca"/>, <see cref="ExtendedInfomax"/>, <see cref="Picard"/>. Channels
/// are whitened first, so that average-referenced data of lower rank give fewer sources. The result depends on signal, settings and seed alone.
/// </summary>
public abstract record ComponentAnalysis
{
    private protected ComponentAnalysis(double tolerance, int maximalSteps) => (Tolerance, MaximalSteps) = (tolerance, maximalSteps);

    /// <summary>Sources to look for, the strongest directions; null, the default, for all that the signal fills.</summary>
    public int? Components { get; init; }

    /// <summary>Ends when a step changes less; what is compared, and the default, is said by the method.</summary>
    public double Tolerance { get; init; }

    /// <summary>Most steps.</summary>
    public int MaximalSteps { get; init; }

    /// <summary>Decides where the search starts, or the order of samples; 0 by default.</summary>
    public int Seed { get; init; }

    /// <summary>True to be given what was reached when the steps are used up, with <see cref="IndependentComponents.IsSettled"/> false.</summary>
    public bool AcceptsUnsettled { get; init; }

    /// <summary>Finds the sources.</summary>
    /// <param name="signal">Values [channel × sample], at least 100 samples and three times the squared number of sources.</param>
    /// <param name="channelCount">Number of channels.</param>
    /// <exception cref="ArtefactException">Values not finite, too few samples, a signal without change, or no convergence.</exception>
    public IndependentComponents Fit(ReadOnlySpan<double> signal, int channelCount)
    {
        var sources = Math.Min(Components ?? channelCount, channelCount);
        var (centred, means) = ArtefactSignal.Centred(signal, channelCount, Math.Max(100, 3 * sources * sources));
        if (!centred.Values.ContainsAnyExcept(0))
            throw new ArtefactException("No channel of the signal changes.", "There is nothing to take apart.", "Check the recording.");
        var (whitening, colouring) = Whitening(centred);
        var white = new WhiteSignal(whitening, centred);
        var (turn, steps, isSettled) = Search(white);
        if (!isSettled && !AcceptsUnsettled)
            throw new ArtefactException(
                $"{GetType().Name} did not come to rest in {steps} steps on {white.Count} directions of {white.Samples} samples.",
                "The sources would depend on where the search stopped.", "Give more signal, ask for fewer components, or allow a larger tolerance.");
        return Sorted(means, turn, whitening, colouring, steps, isSettled);
    }

    /// <summary>A map [source × direction] from white directions to sources; rows need no unit length.</summary>
    private protected abstract (Matrix Turn, int Steps, bool IsSettled) Search(WhiteSignal white);

    // Rows that make unit variance, and their inverse; directions without variance are left out.
    private (Matrix Whitening, Matrix Colouring) Whitening(Matrix centred)
    {
        var eigen = SymmetricEigen.Of(new SampleCovariance().Estimate(centred.Values, centred.Rows).Matrix);
        var largest = TensorPrimitives.Max(eigen.Values);
        int[] kept = [.. Enumerable.Range(0, centred.Rows).Where(k => eigen.Values[k] > 1e-12 * largest).OrderByDescending(k => eigen.Values[k])];
        if (Components is { } wanted) kept = kept[..Math.Clamp(wanted, 1, kept.Length)];
        Matrix whitening = new(kept.Length, centred.Rows), colouring = new(centred.Rows, kept.Length);
        for (var i = 0; i < kept.Length; i++)
        {
            var deviation = Math.Sqrt(eigen.Values[kept[i]]);
            for (var c = 0; c < centred.Rows; c++)
                (whitening[i, c], colouring[c, i]) = (eigen.Vectors[kept[i], c] / deviation, eigen.Vectors[kept[i], c] * deviation);
        }

        return (whitening, colouring);
    }

    private static IndependentComponents Sorted(double[] means, Matrix turn, Matrix whitening, Matrix colouring, int steps, bool isSettled)
    {
        for (var k = 0; k < turn.Rows; k++) TensorPrimitives.Divide(turn.Row(k), TensorPrimitives.Norm<double>(turn.Row(k)), turn.Row(k));
        // The inverse of the turn is its transpose times (W · Wᵀ)⁻¹.
        var back = Cholesky.Factor(MatrixProduct.MultiplyTransposed(turn, turn)).Solve(turn);
        Matrix unmixing = MatrixProduct.Multiply(turn, whitening), columns = MatrixProduct.MultiplyTransposed(back, colouring);
        int[] order = [.. Enumerable.Range(0, turn.Rows).OrderByDescending(k => TensorPrimitives.SumOfSquares<double>(columns.Row(k)))];
        Matrix rows = new(turn.Rows, means.Length), sorted = new(turn.Rows, means.Length);
        for (var i = 0; i < order.Length; i++)
        {
            var sign = columns.Row(order[i])[TensorPrimitives.IndexOfMaxMagnitude<double>(columns.Row(order[i]))] < 0 ? -1.0 : 1.0;
            TensorPrimitives.Multiply(unmixing.Row(order[i]), sign, rows.Row(i));
            TensorPrimitives.Multiply(columns.Row(order[i]), sign, sorted.Row(i));
        }

        return new(means, rows, sorted.Transpose(), steps, isSettled);
    }
}
