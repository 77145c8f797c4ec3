using Pons.Decoding;

namespace Pons.Evaluation;

/// <summary>Something that an evaluation did not use.</summary>
/// <param name="Name">File, or file and trial.</param>
/// <param name="Reason">Why not.</param>
/// <param name="TrialOf">The person, where it is one trial; <see langword="null"/> for a whole file.</param>
public sealed record LeftOut(string Name, string Reason, SubjectId? TrialOf = null)
{
    /// <summary>Whether it is one trial and not a whole file.</summary>
    public bool IsTrial => TrialOf is not null;
}
