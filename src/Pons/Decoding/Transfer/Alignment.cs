using System.Collections.Immutable;
using Pons.Geometry;

namespace Pons.Decoding.Transfer;

/// <summary>
/// Brings the trials of one subject to a place that all subjects share: every trial X becomes R^(−1/2) · X, and its covariance C becomes
/// R^(−1/2) · C · R^(−1/2), with R the subject's reference. Looks at no label. Immutable; may be used from any thread.
/// </summary>
public abstract record Alignment
{
    /// <summary>Every alignment.</summary>
    public static ImmutableArray<Alignment> All { get; } =
        [new EuclideanAlignment(), new RiemannianRecentring(), new RiemannianRescaling(), new RecursiveRecentring()];

    /// <summary>Name on the command line and in reports, such as <c>euclidean</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Whether trials of the new person that come later change what is decided on earlier ones; such scores cannot be reached live.</summary>
    public abstract bool IsTransductive { get; }

    /// <summary>The alignment of this name.</summary>
    /// <exception cref="DecodingException">There is none.</exception>
    public static Alignment Named(string name) =>
        All.FirstOrDefault(a => a.Name == name) ?? throw new DecodingException(
            $"There is no alignment '{name}'.", "It decides how people are brought together.",
            $"Choose one of: {string.Join(", ", All.Select(a => a.Name))}.");

    /// <summary>Aligns the trials of a person to learn from, all of which are known.</summary>
    /// <param name="subject">Trials of one person, at least one.</param>
    /// <exception cref="DecodingException">The signal does not fill every direction, or has values that are not finite.</exception>
    public TrialSet AlignKnown(TrialSet subject) => Aligned(subject, s => Repeated(Reference(s), s.Length));

    /// <summary>Aligns the trials of the person who is decided on, in their order.</summary>
    /// <param name="subject">Trials of one person in the order of time, at least one.</param>
    /// <exception cref="DecodingException">The signal does not fill every direction, or has values that are not finite.</exception>
    public TrialSet AlignNew(TrialSet subject) => Aligned(subject, NewReferences);

    /// <summary>The place that all covariances of a subject are moved from.</summary>
    protected abstract Matrix Reference(ImmutableArray<Matrix> covariances);

    /// <summary>The reference for each trial of the person who is decided on.</summary>
    protected virtual IEnumerable<Matrix> NewReferences(ImmutableArray<Matrix> covariances) => Repeated(Reference(covariances), covariances.Length);

    /// <summary>What each trial is moved by: R^(−1/2) of its reference R, unless an alignment does more.</summary>
    private protected virtual IEnumerable<Matrix> Transforms(ImmutableArray<Matrix> covariances, IEnumerable<Matrix> references)
    {
        Matrix? before = null, root = null;
        foreach (var reference in references)
        {
            if (!ReferenceEquals(reference, before)) (before, root) = (reference, SpdFunction.InverseSqrt(reference));
            yield return root!;
        }
    }

    private static IEnumerable<Matrix> Repeated(Matrix reference, int count) => Enumerable.Repeat(reference, count);

    private TrialSet Aligned(TrialSet subject, Func<ImmutableArray<Matrix>, IEnumerable<Matrix>> references)
    {
        ArgumentNullException.ThrowIfNull(subject);
        ArgumentOutOfRangeException.ThrowIfZero(subject.Count);
        try
        {
            if (!subject.Trials.Any(t => t.Covariance.Basis.IsFull))
                throw new GeometryException(
                    $"no trial fills all {subject.Stream.ChannelCount} directions, but {subject.Trials[0].Covariance.Rank} of them.",
                    "The inverse of the reference does not exist.", "Reduce the channels first.");
            ImmutableArray<Matrix> covariances = [.. subject.Trials.Select(t => t.Covariance.Matrix)];
            var transforms = Transforms(covariances, references(covariances));
            return new(subject.Stream, [.. subject.Trials.Zip(transforms, (trial, transform) => trial.Moved(transform))]);
        }
        catch (GeometryException fault)
        {
            throw new DecodingException(
                $"The trials of {subject.Trials[0].Origin.Subject} cannot be aligned ({Name}): {fault.What}",
                "A signal that misses directions, as after an average reference, has no inverse there.",
                "Use the channels before re-referencing or interpolation, leave one channel out, or align with none.", fault);
        }
    }
}
