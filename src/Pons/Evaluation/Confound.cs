using Pons.Decoding;

namespace Pons.Evaluation;

/// <summary>Something besides what was asked for that tells the classes apart, so that a score may measure it instead.</summary>
/// <param name="Subject">Whose recordings.</param>
/// <param name="Kind">What goes with the class.</param>
/// <param name="What">What was found, in a sentence.</param>
/// <param name="Run">The run, where it is one.</param>
/// <param name="Label">The class whose trials lie together, where it is one.</param>
public sealed record Confound(SubjectId Subject, ConfoundKind Kind, string What, RunId? Run = null, ClassLabel? Label = null);
