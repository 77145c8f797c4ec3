namespace Pons.Certification.Budgets;

/// <summary>What was measured beside a limit.</summary>
/// <param name="Limit">The limit.</param>
/// <param name="Verdict">What it came to.</param>
/// <param name="Measured">The number that was measured; <see langword="null"/> when none was.</param>
/// <param name="UpperLimit">What the true percentile does not exceed with 95 % confidence; <see langword="null"/> when there are too few times, or it
/// is no percentile.</param>
/// <param name="Absent">Why there is no number; otherwise <see langword="null"/>.</param>
public sealed record LimitVerdict(Limit Limit, Verdict Verdict, double? Measured, double? UpperLimit, NotMeasured? Absent);
