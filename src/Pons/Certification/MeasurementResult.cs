using System.Collections.Immutable;

namespace Pons.Certification;

/// <summary>What a measurement found: times, figures, or the reason why there are none.</summary>
/// <param name="Name">Name of the measurement.</param>
/// <param name="Times">The measured times; <see langword="null"/> when it gives none.</param>
/// <param name="Figures">Further numbers, in the order of the measurement.</param>
/// <param name="Absent">Why nothing was measured; otherwise <see langword="null"/>.</param>
public sealed record MeasurementResult(string Name, TimeDistribution? Times, ImmutableArray<Figure> Figures, NotMeasured? Absent)
{
    /// <summary>A result with times.</summary>
    /// <param name="name">Name of the measurement.</param>
    /// <param name="milliseconds">The times in any order; without one the result says that there were too few.</param>
    /// <param name="figures">Further numbers.</param>
    public static MeasurementResult Of(string name, ReadOnlySpan<double> milliseconds, params ImmutableArray<Figure> figures) =>
        milliseconds.IsEmpty
            ? new(name, null, figures, new(NotMeasuredKind.TooFew, "0"))
            : new(name, TimeDistribution.Of(milliseconds), figures, null);

    /// <summary>A result without anything measured.</summary>
    /// <param name="name">Name of the measurement.</param>
    /// <param name="kind">What kept it from being measured.</param>
    /// <param name="detail">The particular case.</param>
    public static MeasurementResult Missing(string name, NotMeasuredKind kind, string detail = "") => new(name, null, [], new(kind, detail));

    /// <summary>The figure of this name, or <see langword="null"/>.</summary>
    public Figure? FigureOf(string figure) => Figures.FirstOrDefault(f => f.Name == figure);
}
