namespace Pons.Evaluation.Identity;

/// <summary>A recording of a known person in a known session.</summary>
/// <param name="Subject">Label of the person.</param>
/// <param name="Session">Label of the session; recordings of one session are never parted between learning and testing.</param>
/// <param name="Path">Path of the recording.</param>
public sealed record IdentityRecording(string Subject, string Session, string Path);
