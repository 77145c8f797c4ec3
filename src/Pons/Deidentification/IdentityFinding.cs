namespace Pons.Deidentification;

/// <summary>Something that points to a person, found in a file. The value itself is never kept, only what is needed to compare two findings.</summary>
/// <param name="Where">The field or part of the file, in the words of the format, such as <c>patient field</c> or <c>annotation</c>.</param>
/// <param name="Byte">Byte of the file at which it stood, the first of several; <see langword="null"/> where the file has no such place.</param>
/// <param name="Rule">Id of the rule, or <c>known</c>, <c>field</c>, <c>place</c>, <c>unused</c>, <c>renamed</c>.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Action">What was done with it.</param>
/// <param name="Certainty">How sure it is.</param>
/// <param name="Length">Length of the value in characters, or in bytes for unused space.</param>
/// <param name="Hash">Keyed hash of the value: equal values of one report have equal hashes; without the key it says nothing.</param>
/// <param name="Count">How often the same value was found in this part of the file.</param>
public sealed record IdentityFinding(
    string Where, long? Byte, string Rule, IdentityKind Kind, IdentityAction Action, IdentityCertainty Certainty, int Length, string Hash, int Count);
