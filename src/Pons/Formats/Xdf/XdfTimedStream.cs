namespace Pons.Formats.Xdf;

/// <summary>A stream whose times are known on the clock of the recording.</summary>
internal sealed class XdfTimedStream
{
    public XdfTimedStream(XdfStreamRecord record, XdfClock clock, XdfEntry[] entries, XdfTimeline? timeline)
    {
        (Record, Clock, Entries, Timeline) = (record, clock, entries, timeline);
        FirstSeconds = timeline is { Runs.IsEmpty: false } ? timeline.Runs.Min(r => r.StartSeconds)
            : entries.Select(e => clock.Convert(e.ClockPiece, e.FirstStamp)).DefaultIfEmpty().Min();
        Start = entries.Length > 0 && record.Rows!.HasStamps ? FirstSeconds : null;
        StoredSeconds = timeline is not null ? timeline.Runs.Sum(r => r.Count * r.PeriodSeconds)
            : entries.Length == 0 ? 0 : Math.Max(0, clock.Convert(entries[^1].ClockPiece, record.Rows!.LastStamp) - FirstSeconds);
    }

    private XdfTimedStream(XdfStreamRecord record, XdfClock clock, double[] noteSeconds)
    {
        (Record, Clock, NoteSeconds) = (record, clock, noteSeconds);
        Start = noteSeconds.Length > 0 ? noteSeconds.Min() : null;
    }

    public XdfStreamRecord Record { get; }

    public XdfClock Clock { get; }

    public XdfEntry[] Entries { get; } = [];

    /// <summary>The lines that the time stamps of a regular stream lie around.</summary>
    public XdfTimeline? Timeline { get; }

    /// <summary>Time of each note on the clock of the recording, in seconds.</summary>
    public double[] NoteSeconds { get; } = [];

    /// <summary>Time of the earliest sample on the clock of the recording; <see langword="null"/> when none has a time stamp.</summary>
    public double? Start { get; }

    public double FirstSeconds { get; }

    /// <summary>Length of what is stored, gaps left out.</summary>
    public double StoredSeconds { get; }

    public static XdfTimedStream OfNotes(XdfStreamRecord record, XdfClock clock)
    {
        var (seconds, piece) = (new double[record.Notes.Count], 0);
        for (var i = 0; i < seconds.Length; i++)
        {
            var stamp = record.Notes[i].Stamp;
            piece = clock.PieceOf(piece, stamp, wentBack: i > 0 && stamp < record.Notes[i - 1].Stamp);
            seconds[i] = clock.Convert(piece, stamp);
        }

        return new(record, clock, seconds);
    }
}
