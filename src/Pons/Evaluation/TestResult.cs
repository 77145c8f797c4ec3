namespace Pons.Evaluation;

/// <summary>What a statistical test gives.</summary>
/// <param name="Statistic">Its statistic.</param>
/// <param name="P">How probable one at least as far from no effect is without an effect, 0 to 1.</param>
public readonly record struct TestResult(double Statistic, double P);
