namespace Pons.Cli.Documents;

/// <summary>What <c>pons info --json</c> prints; docs/reference/json/info.schema.json.</summary>
internal sealed record InfoDocument(
    string File,
    long Bytes,
    string Format,
    string? StartTime,
    double DurationSeconds,
    string? Device,
    int ChannelCount,
    double? RateHz,
    IReadOnlyList<InfoDocument.Stream> Streams,
    InfoDocument.AnnotationCount Annotations,
    IReadOnlyList<InfoDocument.Gap> Gaps,
    IReadOnlyList<InfoDocument.Field> Fields,
    IReadOnlyList<string> Warnings,
    InfoDocument.PersonalFields? Personal,
    InfoDocument.SessionPart? Session = null)
{
    internal sealed record Stream(string Name, double? RateHz, long Samples, long MissingSamples, string StoredAs, IReadOnlyList<Channel> Channels);

    internal sealed record Channel(
        string Label, string Kind, string Unit, string? Reference, double? ImpedanceOhms, double? HighPassHz, double? LowPassHz, Values? Statistics);

    internal sealed record Values(double Mean, double StandardDeviation, double Minimum, double Maximum);

    internal sealed record Field(string Name, string Value);

    internal sealed record AnnotationCount(int Count, IReadOnlyDictionary<string, int> ByLabel);

    internal sealed record Gap(double AfterSeconds, double LengthSeconds);

    internal sealed record PersonalFields(string Subject, string Description);

    /// <summary>What the ledger beside a recording says.</summary>
    internal sealed record SessionPart(
        string Ledger, string? Program, bool IsComplete, IReadOnlyList<SessionStream> Streams, IReadOnlyDictionary<string, int> Notices, IReadOnlyList<string> Alarms,
        int Notes, int Decisions, IReadOnlyList<string> Warnings, ClockHealthPart? ClockHealth);

    internal sealed record SessionStream(string Name, string Address, long Samples, long Missing, int GapCount, IReadOnlyList<SessionGap> Gaps, int ClockOffsets);

    internal sealed record SessionGap(long First, long Count, string Reason, bool Estimated);
}
