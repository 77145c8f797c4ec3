using System.Collections.Immutable;
using Pons.Formats;
using Pons.Streams;

namespace Pons.Server.Sessions;

/// <summary>What a recording holds, as the page <i>Sessions</i> shows it. Immutable.</summary>
internal sealed record SessionAccount
{
    /// <summary>Events that are listed at most.</summary>
    public const int MostEvents = 5000;

    private const double BadShare = 0.05;

    /// <summary>When the first sample was taken, by the wall clock of the room; <see langword="null"/> when not stated.</summary>
    public DateTime? Start { get; init; }

    /// <summary>Length with its gaps, in seconds.</summary>
    public double Seconds { get; init; }

    /// <summary>Name of the format; empty when it cannot be read.</summary>
    public string Format { get; init; } = "";

    /// <summary>What the recording says about itself; may be empty.</summary>
    public string Description { get; init; } = "";

    /// <summary>The streams.</summary>
    public ImmutableArray<SessionStream> Streams { get; init; } = [];

    /// <summary>Who was told decisions; empty without a ledger that says so.</summary>
    public ImmutableArray<ReceiverAccount> Receivers { get; init; } = [];

    /// <summary>Markers, notes and notices in order.</summary>
    public ImmutableArray<SessionEvent> Events { get; init; } = [];

    /// <summary>Whether it can be used as it is.</summary>
    public SessionVerdict Verdict { get; init; }

    /// <summary>Why it is no better.</summary>
    public ImmutableArray<SessionReason> Reasons { get; init; } = [];

    /// <summary>What the reader had to mend, or why it cannot read; each a sentence.</summary>
    public ImmutableArray<string> Warnings { get; init; } = [];

    /// <summary>Samples that are missing in all streams.</summary>
    public long Missing => Streams.Sum(s => s.Missing);

    /// <summary>Gaps in all streams.</summary>
    public int GapCount => Streams.Sum(s => s.Gaps.Length);

    /// <summary>Reads a recording; one that cannot be read has that as its verdict.</summary>
    public static SessionAccount Of(string path)
    {
        try
        {
            using var recording = Recording.Open(path);
            return Of(recording, LedgerPart.Read(path));
        }
        catch (Exception fault) when (fault is RecordingFormatException or IOException or UnauthorizedAccessException)
        {
            return new() { Verdict = SessionVerdict.Bad, Reasons = [SessionReason.Unreadable], Warnings = [fault.Message] };
        }
    }

    private static SessionAccount Of(Recording recording, LedgerPart? ledger)
    {
        var shown = recording.Streams.Where(s => !s.Info.Name.EndsWith(" arrivals", StringComparison.Ordinal)).ToList();
        var streams = shown.Select(s => Describe(s, Origin(recording, s)) with { Clock = ledger?.ClockOf(s.Info.Name) }).ToImmutableArray();
        var events = recording.Markers.Select(m => new SessionEvent("marker", m.Onset.Seconds, m.Label)).Concat(ledger?.Events ?? []);
        return new SessionAccount
        {
            Start = recording.Header.StartTime,
            Seconds = streams.IsEmpty ? 0 : streams.Max(s => s.From + s.Seconds),
            Format = recording.Header.Format,
            Description = recording.Header.Description,
            Streams = streams,
            Receivers = ledger?.Receivers ?? [],
            Events = [.. events.OrderBy(e => e.At).Take(MostEvents)],
            Warnings = [.. recording.Warnings, .. ledger?.Warnings ?? []],
        }.Judged(ledger);
    }

    /// <summary>Zero of the time line on the clock of a stream: the first sample of all streams that share the clock.</summary>
    private static Timestamp? Origin(Recording recording, RecordedStream stream) => recording.Streams
        .Where(s => s.Info.Clock == stream.Info.Clock && !s.Segments.IsEmpty).Select(s => (Timestamp?)s.Segments[0].Start).Min();

    private static SessionStream Describe(RecordedStream stream, Timestamp? origin)
    {
        var (info, rate) = (stream.Info, stream.Info.RateHz);
        double At(long sample) => (stream.TimeOf(sample) - origin!.Value).Seconds;
        var gaps = ImmutableArray.CreateBuilder<SessionStream.Gap>();
        for (var i = 1; rate is { } hz && i < stream.Segments.Length; i++)
        {
            var (before, behind) = (stream.Segments[i - 1], stream.Segments[i]);
            var from = At(before.EndSampleIndex - 1) + 1 / hz;
            gaps.Add(new(from, Math.Max(0, At(behind.FirstSampleIndex) - from), behind.FirstSampleIndex - before.EndSampleIndex));
        }

        var start = stream.Segments.IsEmpty ? 0 : At(stream.Segments[0].FirstSampleIndex);
        var end = stream.Segments.IsEmpty ? 0 : At(stream.Segments[^1].EndSampleIndex - 1) + (rate is { } r ? 1 / r : 0);
        return new(info.Name, info.ChannelCount, rate, stream.StoredCount, stream.MissingCount, start, Math.Max(0, end - start), gaps.ToImmutable());
    }

    private SessionAccount Judged(LedgerPart? ledger)
    {
        var reasons = ImmutableArray.CreateBuilder<SessionReason>();
        var stored = Streams.Sum(s => s.Samples);
        if (stored == 0) reasons.Add(SessionReason.Empty);
        if (Missing > 0 || GapCount > 0) reasons.Add(SessionReason.Gaps);
        if (ledger is { HasEnded: false }) reasons.Add(SessionReason.CutOff);
        if (ledger is { HasAlarms: true }) reasons.Add(SessionReason.Alarms);
        if (Streams.Any(s => s.Clock?.UncertaintyMilliseconds > 5)) reasons.Add(SessionReason.Clock);
        if (!Warnings.IsEmpty) reasons.Add(SessionReason.Mended);
        var isBad = stored == 0 || Missing > BadShare * (stored + Missing);
        var verdict = isBad ? SessionVerdict.Bad : reasons.Count > 0 ? SessionVerdict.Doubtful : SessionVerdict.Good;
        return this with { Verdict = verdict, Reasons = reasons.ToImmutable() };
    }
}
