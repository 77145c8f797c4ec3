namespace Pons.Certification;

/// <summary>Why something could not be measured on this computer.</summary>
/// <param name="Kind">What kept it from being measured.</param>
/// <param name="Detail">The particular case in English, such as the message of the system; may be empty.</param>
public sealed record NotMeasured(NotMeasuredKind Kind, string Detail = "");
