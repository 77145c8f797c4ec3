using System.Collections.Immutable;
using System.Numerics.Tensors;
using Pons.Geometry;

namespace Pons.Decoding;

/// <summary>
/// What decoders by covariance learn from: the covariances of all labelled trials within the directions that the data fill.
/// The directions are those of the pooled trials, so that average-referenced data are reduced and not broken.
/// </summary>
internal sealed class LabelledCovariances
{
    private LabelledCovariances(ImmutableArray<ClassLabel> classes, SignalBasis basis, Matrix[] matrices, int[] classIndices)
    {
        Classes = classes;
        Basis = basis;
        Matrices = matrices;
        ClassIndices = classIndices;
    }

    public ImmutableArray<ClassLabel> Classes { get; }

    public SignalBasis Basis { get; }

    /// <summary>One positive definite matrix [rank × rank] a trial.</summary>
    public Matrix[] Matrices { get; }

    /// <summary>The place of each trial's class among <see cref="Classes"/>.</summary>
    public int[] ClassIndices { get; }

    public Matrix[] OfClass(int index) => [.. Matrices.Where((_, i) => ClassIndices[i] == index)];

    /// <summary>Checks and prepares trials.</summary>
    /// <param name="set">The trials; those without a label are passed over.</param>
    /// <param name="leastTrialsPerClass">How many of each class there must be.</param>
    /// <param name="decoder">Who asks, for messages.</param>
    /// <param name="estimate">What stands for a trial of finite values; its OAS covariance if left out.</param>
    /// <exception cref="DecodingException">Fewer than two classes, too few trials of one, or values that cannot be used.</exception>
    public static LabelledCovariances Of(
        TrialSet set, int leastTrialsPerClass, string decoder, Func<Trial, Covariance>? estimate = null)
    {
        ArgumentNullException.ThrowIfNull(set);
        RequireClasses(set, leastTrialsPerClass, decoder);
        var trials = set.Trials.Where(t => t.Label is not null).ToList();
        var covariances = trials.Select(t => CovarianceOf(t, decoder, estimate)).ToList();
        var basis = PooledBasis(covariances);
        return new(
            set.Classes,
            basis,
            [.. covariances.Select(c => basis.Project(c.Matrix))],
            [.. trials.Select(t => set.Classes.IndexOf(t.Label!.Value))]);
    }

    private static void RequireClasses(TrialSet set, int least, string decoder)
    {
        if (set.Classes.Length < 2)
            throw new DecodingException(
                $"{decoder} was given {set.Count} trials of classes {(set.Classes.IsEmpty ? "none" : string.Join(", ", set.Classes))}.",
                "Telling classes apart needs examples of at least two.", "Record or choose trials of every class.");
        foreach (var label in set.Classes)
        {
            var count = set.Trials.Count(t => t.Label == label);
            if (count < least)
                throw new DecodingException(
                    $"{decoder} was given {count} trial of class '{label}'.", $"It needs at least {least} trials of each class.",
                    "Record more trials of this class.");
        }
    }

    private static Covariance CovarianceOf(Trial trial, string decoder, Func<Trial, Covariance>? estimate)
    {
        if (trial.IsFinite && trial.SampleCount >= 2)
        {
            try
            {
                return estimate is null ? trial.Covariance : estimate(trial);
            }
            catch (GeometryException fault)
            {
                throw new DecodingException($"{Named(trial, decoder)}: {fault.What}", fault.Why, fault.Remedy, fault);
            }
        }

        throw new DecodingException(
            $"{Named(trial, decoder)} has {(trial.SampleCount < 2 ? "fewer than two samples" : "a value that is not finite")}.",
            "No covariance follows from it.", "Leave the trial out, or mend the recording: a missing sample is a gap, not a value.");
    }

    private static string Named(Trial trial, string decoder) =>
        $"{decoder}: the trial of {trial.Origin.Subject} {trial.Origin.Run} at sample {trial.Origin.FirstSampleIndex}";

    // One trial that fills every direction is enough to know that the pooled trials do.
    private static SignalBasis PooledBasis(List<Covariance> covariances)
    {
        var channels = covariances[0].Matrix.Rows;
        if (covariances.Exists(c => c.Basis.IsFull)) return SignalBasis.Full(channels);
        var pooled = new Matrix(channels, channels);
        foreach (var covariance in covariances) AddUnshrunk(covariance, pooled);
        return SignalBasis.Of(pooled);
    }

    // Shrinkage keeps the trace, so what it added to the diagonal is known.
    private static void AddUnshrunk(Covariance covariance, Matrix pooled)
    {
        if (covariance.Shrinkage >= 1) return;
        var n = pooled.Rows;
        var trace = 0.0;
        for (var i = 0; i < n; i++) trace += covariance.Matrix[i, i];
        var share = 1 / (1 - covariance.Shrinkage);
        TensorPrimitives.MultiplyAdd(covariance.Matrix.Values, share, pooled.Values, pooled.Values);
        for (var i = 0; i < n; i++) pooled[i, i] -= share * covariance.Shrinkage * trace / n;
    }
}
