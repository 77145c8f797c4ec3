namespace Pons.Server;

/// <summary>An error as the API answers it: the three parts of every message of Pons.</summary>
/// <param name="What">What is wrong, with the actual value.</param>
/// <param name="Why">Why it matters.</param>
/// <param name="Remedy">What to do.</param>
public sealed record ProblemMessage(string What, string Why, string Remedy);
