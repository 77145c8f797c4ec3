namespace Pons.Evaluation.Requests;

/// <summary>One place where a new result differs from a stored one.</summary>
/// <param name="Place">The member, such as <c>means.csp-lda.accuracy</c>.</param>
/// <param name="Stored">What was stored; empty where nothing was.</param>
/// <param name="Now">What it is now; empty where nothing is.</param>
public sealed record ResultDifference(string Place, string Stored, string Now);
