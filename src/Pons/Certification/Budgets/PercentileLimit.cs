namespace Pons.Certification.Budgets;

/// <summary>
/// So many of the times may be at most so long. It passes when even the limit that the true percentile keeps with 95 % confidence lies
/// within, and fails when what was measured lies beyond; between the two it is undecided, and a longer measurement decides it.
/// </summary>
/// <param name="Measurement">Name of the measurement that is judged.</param>
/// <param name="Share">The percentile as a share, such as 0.999.</param>
/// <param name="Value">Milliseconds.</param>
/// <param name="Source">Where the number comes from.</param>
public sealed record PercentileLimit(string Measurement, double Share, double Value, LimitSource Source) : Limit(Measurement, Value, Source)
{
    /// <inheritdoc/>
    public override string Quantity => FormattableString.Invariant($"p{100 * (decimal)Share:0.###}");

    /// <inheritdoc/>
    public override string Unit => "ms";

    private protected override LimitVerdict JudgeMeasured(MeasurementResult result)
    {
        if (result.Times is not { } times) return new(this, Verdict.NotMeasured, null, null, new(NotMeasuredKind.TooFew, "0"));
        if (times.At(Share) is not { } measured)
            return new(
                this, Verdict.NotMeasured, null, null,
                new(NotMeasuredKind.TooFew, FormattableString.Invariant($"{times.Count} < {TimeDistribution.NeededFor(Share)}")));
        if (measured > Value) return new(this, Verdict.Fail, measured, times.UpperLimit(Share), null);
        var upper = times.UpperLimit(Share);
        return new(this, upper <= Value ? Verdict.Pass : Verdict.Undecided, measured, upper, null);
    }
}
