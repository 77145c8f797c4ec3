namespace Pons.Decoding;

/// <summary>Which recording it is: whose, from which sitting, which run.</summary>
/// <param name="Subject">The person.</param>
/// <param name="Session">The sitting.</param>
/// <param name="Run">The recording.</param>
public readonly record struct RunKey(SubjectId Subject, SessionId Session, RunId Run)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Subject} {Session} {Run}";
}
