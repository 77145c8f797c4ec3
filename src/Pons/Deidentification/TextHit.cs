namespace Pons.Deidentification;

/// <summary>A stretch of text that points to a person.</summary>
/// <param name="Start">Index of its first character.</param>
/// <param name="Length">Number of characters.</param>
/// <param name="Rule">What found it.</param>
/// <param name="Value">What stands there; personal, never leaves the program.</param>
internal readonly record struct TextHit(int Start, int Length, IdentityRule Rule, string Value)
{
    /// <summary>What to write instead when something is known to belong to a subject; otherwise the rule decides.</summary>
    public string? Replacement { get; init; }

    public int End => Start + Length;
}
