using System.Security.Cryptography;
using Pons.Devices;
using Pons.Sessions;
using Pons.Sessions.Ledger;

namespace Pons.Cli.Documents;

/// <summary>What <c>pons record --json</c> prints; docs/reference/json/record.schema.json.</summary>
internal sealed record RecordDocument(
    string File,
    string Ledger,
    long Bytes,
    string Sha256,
    IReadOnlyList<RecordDocument.Track> Streams,
    IReadOnlyList<RecordDocument.Alarm> Alarms,
    RecordDocument.SyncTime Sync,
    ClockHealthPart? ClockHealth)
{
    /// <summary>Gaps and notices that are listed of a stream; the ledger has all.</summary>
    private const int MostListed = 1000;

    public static RecordDocument Of(RecordingSummary summary)
    {
        var ledger = SessionLedger.Read(summary.LedgerPath);
        var entries = ledger.Entries;
        using var file = new FileStream(summary.Path, FileMode.Open, FileAccess.Read);
        return new(
            summary.Path, summary.LedgerPath, file.Length, Convert.ToHexStringLower(SHA256.HashData(file)),
            [.. summary.Streams.Select(s => Describe(s, entries.OfType<LedgerNotice>().Where(n => n.Stream == s.Name || n.Stream == s.Address.ToString())))],
            [.. entries.OfType<LedgerAlarm>().Select(a => new Alarm(a.Kind, a.Text))],
            new(summary.Syncs, summary.MeanSync.TotalMilliseconds, summary.LongestSync.TotalMilliseconds), ClockHealthPart.Of(ledger));
    }

    private static Track Describe(RecordedStreamSummary s, IEnumerable<LedgerNotice> notices) => new(
        s.Name, s.Address.ToString(), s.Stream?.Type, s.Stream?.Info.ChannelCount, s.Stream?.Info.RateHz, s.Stream?.SampleType.ToString().ToLowerInvariant(),
        s.Samples, s.Missing, s.Late, s.Gaps, [.. s.ListedGaps.Take(MostListed).Select(Describe)], s.Markers, s.LostMarkers, s.Reconnections, s.Bytes,
        [.. notices.Take(MostListed).Select(n => new Notice(n.Kind, n.Text, n.Amount))],
        s.Clock is { } c ? new(c.OffsetSeconds, c.DriftPartsPerMillion, c.UncertaintySeconds, c.State) : null);

    private static MissingRun Describe(SampleGap gap) => new(gap.FirstSampleIndex, gap.SampleCount, gap.Reason.ToString(), gap.IsEstimated);

    internal sealed record Track(
        string Name, string Address, string? Type, int? Channels, double? RateHz, string? SampleType, long Received, long Missing, long Late, int GapCount,
        IReadOnlyList<MissingRun> Gaps, long Markers, long LostMarkers, int Reconnections, long Bytes, IReadOnlyList<Notice> Notices, ClockState? Clock);

    internal sealed record MissingRun(long First, long Count, string Reason, bool Estimated);

    internal sealed record Notice(string Kind, string Text, long Amount);

    internal sealed record ClockState(double OffsetSeconds, double? DriftPartsPerMillion, double? UncertaintySeconds, string State);

    internal sealed record Alarm(string Kind, string Text);

    internal sealed record SyncTime(long Count, double MeanMilliseconds, double LongestMilliseconds);
}
