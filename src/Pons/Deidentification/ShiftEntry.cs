namespace Pons.Deidentification;

/// <summary>What a sealed map keeps of a subject.</summary>
/// <param name="Subject">What the source calls the subject; personal.</param>
/// <param name="Label">Label in the output.</param>
/// <param name="ShiftDays">Days by which dates were moved back; <see langword="null"/> when no date was seen.</param>
internal sealed record ShiftEntry(string Subject, string Label, int? ShiftDays);
