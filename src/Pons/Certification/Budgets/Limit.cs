namespace Pons.Certification.Budgets;

/// <summary>One demand on a measurement: with where the number comes from.</summary>
/// <param name="Measurement">Name of the measurement that is judged.</param>
/// <param name="Value">The number that must be kept.</param>
/// <param name="Source">The publication or specification that it comes from, or how it was chosen.</param>
public abstract record Limit(string Measurement, double Value, LimitSource Source)
{
    /// <summary>What is compared, such as <c>p99</c> or <c>bandwidth</c>.</summary>
    public abstract string Quantity { get; }

    /// <summary>Unit of the number.</summary>
    public abstract string Unit { get; }

    /// <summary>Whether the number must be reached instead of not exceeded.</summary>
    public virtual bool IsLeast => false;

    /// <summary>Holds what was measured against the demand.</summary>
    /// <param name="result">The result of the measurement; <see langword="null"/> when it was not run.</param>
    public LimitVerdict Judge(MeasurementResult? result)
    {
        if (result is null) return new(this, Verdict.NotMeasured, null, null, new(NotMeasuredKind.LeftOut));
        return result.Absent is { } absent ? new(this, Verdict.NotMeasured, null, null, absent) : JudgeMeasured(result);
    }

    /// <summary>Holds a result that is there against the demand.</summary>
    private protected abstract LimitVerdict JudgeMeasured(MeasurementResult result);
}
