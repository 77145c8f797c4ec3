namespace Pons.Deidentification;

/// <summary>Something seen during the survey that is looked for in the whole data set.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Value">The value; personal.</param>
/// <param name="SubjectKey">The subject whose name or number it is; <see langword="null"/> for staff, places and the rest.</param>
/// <param name="IsCertain">Whether parts of a name count by themselves.</param>
internal sealed record LearntIdentity(IdentityKind Kind, string Value, string? SubjectKey, bool IsCertain);
