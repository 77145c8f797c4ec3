namespace Pons.Evaluation.Identity;

/// <summary>How well one attacker tells people apart by signals of a session that they have not seen.</summary>
/// <param name="Name">What the attacker looks at.</param>
/// <param name="IdentificationRate">Share of whole sessions that are given to the right person among all people.</param>
/// <param name="WindowIdentificationRate">The same for single windows.</param>
/// <param name="EqualErrorRate">Where a check "is it this person?" rejects as many right as it accepts wrong sessions; 0.5 is guessing.</param>
public sealed record IdentityAttackResult(string Name, Estimate IdentificationRate, Estimate WindowIdentificationRate, Estimate EqualErrorRate);
