namespace Pons.Certification.Budgets;

/// <summary>Where a limit comes from.</summary>
/// <param name="IsPublished">Whether the number itself was published; otherwise it is our choice, for the reason that follows.</param>
/// <param name="En">The publication, or the reason of the choice, in English.</param>
/// <param name="Zh">The same in Chinese.</param>
public sealed record LimitSource(bool IsPublished, string En, string Zh);
