namespace Pons.Evaluation;

/// <summary>Something that an evaluation did not use.</summary>
/// <param name="Name">File, or file and trial.</param>
/// <param name="Reason">Why not.</param>
public sealed record LeftOut(string Name, string Reason);
