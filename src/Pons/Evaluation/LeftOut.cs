namespace Pons.Evaluation;

/// <summary>Something that an evaluation did not use.</summary>
/// <param name="Name">File, or file and trial.</param>
/// <param name="Reason">Why not.</param>
/// <param name="IsTrial">Whether it is one trial and not a whole file.</param>
public sealed record LeftOut(string Name, string Reason, bool IsTrial = false);
