namespace Pons.Cli.Documents;

/// <summary>What <c>pons replay SESSION --json</c> prints; docs/reference/json/replay-session.schema.json.</summary>
internal sealed record SessionReplayDocument(
    string File,
    string Stream,
    ModelIdentity Model,
    string Paradigm,
    DecisionTotals Recorded,
    DecisionTotals Replayed,
    bool IsEqual,
    int DifferenceCount,
    IReadOnlyList<SessionReplayDocument.Difference> Differences,
    IReadOnlyList<string> Warnings)
{
    internal sealed record Difference(int Decision, long EndSample, string What);
}
