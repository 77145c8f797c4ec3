namespace Pons.Deidentification;

/// <summary>A test that a pattern cannot express; may shorten what was found.</summary>
/// <param name="text">The whole text, wide letters folded.</param>
/// <param name="start">Where the find starts.</param>
/// <param name="length">Its length.</param>
/// <returns>Whether it is what the rule looks for.</returns>
internal delegate bool IdentityCheck(string text, ref int start, ref int length);
