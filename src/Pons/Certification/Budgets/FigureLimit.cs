namespace Pons.Certification.Budgets;

/// <summary>A figure of a measurement must reach a number, or not exceed it.</summary>
/// <param name="Measurement">Name of the measurement that is judged.</param>
/// <param name="Figure">Name of the figure.</param>
/// <param name="Least">Whether the number must be reached; otherwise it must not be exceeded.</param>
/// <param name="Value">The number.</param>
/// <param name="FigureUnit">Unit of the figure.</param>
/// <param name="Source">Where the number comes from.</param>
public sealed record FigureLimit(string Measurement, string Figure, bool Least, double Value, string FigureUnit, LimitSource Source)
    : Limit(Measurement, Value, Source)
{
    /// <inheritdoc/>
    public override string Quantity => Figure;

    /// <inheritdoc/>
    public override string Unit => FigureUnit;

    /// <inheritdoc/>
    public override bool IsLeast => Least;

    private protected override LimitVerdict JudgeMeasured(MeasurementResult result)
    {
        if (result.FigureOf(Figure) is not { } figure) return new(this, Verdict.NotMeasured, null, null, new(NotMeasuredKind.Failed, Figure));
        var isWithin = Least ? figure.Value >= Value : figure.Value <= Value;
        return new(this, isWithin ? Verdict.Pass : Verdict.Fail, figure.Value, null, null);
    }
}
