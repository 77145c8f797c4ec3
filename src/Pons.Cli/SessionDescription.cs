using Pons.Cli.Documents;
using Pons.Formats;
using Pons.Sessions.Ledger;

namespace Pons.Cli;

/// <summary>What the ledger of a session adds to its recording.</summary>
internal static class SessionDescription
{
    /// <summary>Gaps that are listed of a stream; the ledger has all.</summary>
    private const int MostListed = 1000;

    /// <summary>Reads the ledger beside a recording.</summary>
    /// <returns>What it says; <see langword="null"/> when there is none.</returns>
    public static InfoDocument.SessionPart? Of(string path, Recording recording)
    {
        var place = SessionLedger.PathFor(path);
        if (Directory.Exists(path) || !File.Exists(place)) return null;
        var ledger = SessionLedger.Read(place);
        var gaps = ledger.Entries.OfType<LedgerGap>().ToLookup(g => g.Stream);
        var clocks = ledger.Entries.OfType<LedgerClock>().CountBy(c => c.Stream).ToDictionary();
        return new(
            Path.GetFileName(place), ledger.Header?.Program, ledger.End is not null,
            [.. ledger.Entries.OfType<LedgerStream>().Select(s => Describe(s, Stored(recording, s.Stream), [.. gaps[s.Stream]], clocks.GetValueOrDefault(s.Stream)))],
            new SortedDictionary<string, int>(ledger.Entries.OfType<LedgerNotice>().CountBy(n => n.Kind).ToDictionary(), StringComparer.Ordinal),
            [.. ledger.Entries.OfType<LedgerAlarm>().Select(a => a.Text)], ledger.Entries.OfType<LedgerNote>().Count(), ledger.Entries.OfType<LedgerDecision>().Count(),
            [.. Warnings(ledger, path)], ClockHealthPart.Of(ledger));
    }

    private static IEnumerable<string> Warnings(SessionLedger ledger, string path)
    {
        foreach (var warning in ledger.Warnings) yield return $"Ledger: {warning}";
        if (ledger.Header is { } header && header.Recording != Path.GetFileName(path))
            yield return $"The ledger beside the recording belongs to '{header.Recording}'.";
        if (ledger.End is null) yield return "The session was not ended: what came after the last whole chunk is missing, and no footer counts it.";
    }

    private static long Stored(Recording recording, string name) =>
        recording.Streams.FirstOrDefault(s => s.Info.Name == name)?.StoredCount ?? recording.Markers.Count(m => m.Kind == name);

    private static InfoDocument.SessionStream Describe(LedgerStream stream, long samples, LedgerGap[] gaps, int clocks) => new(
        stream.Stream, stream.Address, samples, gaps.Sum(g => g.SampleCount), gaps.Length,
        [.. gaps.Take(MostListed).Select(g => new InfoDocument.SessionGap(g.FirstSampleIndex, g.SampleCount, g.Reason, g.IsEstimated))], clocks);
}
