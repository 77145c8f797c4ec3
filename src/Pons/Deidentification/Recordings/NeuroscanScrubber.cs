using Pons.Formats;
using Pons.Formats.NeuroscanCnt;

namespace Pons.Deidentification.Recordings;

/// <summary>Neuroscan CNT: the texts of the header (SETUP) that name people, places and files, date and time, and what the maker keeps behind the events.</summary>
internal sealed class NeuroscanScrubber : IdentityScrubber
{
    private static readonly (string Name, int At, int Length, IdentityKind Kind, bool OfSubject)[] Texts =
    [
        ("id", 21, 20, IdentityKind.RecordNumber, true), ("operator", 41, 20, IdentityKind.PersonName, false), ("doctor", 61, 20, IdentityKind.PersonName, false),
        ("referral", 81, 20, IdentityKind.PersonName, false), ("hospital", 101, 20, IdentityKind.Institution, false), ("patient", 121, 20, IdentityKind.PersonName, true),
        ("medication", 145, 20, IdentityKind.BodyDetail, false), ("class", 165, 20, IdentityKind.FreeText, false), ("state", 185, 20, IdentityKind.FreeText, false),
        ("label", 205, 20, IdentityKind.FreeText, false), ("compare file", 257, 38, IdentityKind.Path, false), ("sort file", 307, 46, IdentityKind.Path, false),
        ("task file", 606, 34, IdentityKind.Path, false), ("sequence file", 640, 34, IdentityKind.Path, false), ("event file", 760, 40, IdentityKind.Path, false),
    ];

    /// <inheritdoc/>
    public override string Format => "Neuroscan CNT";

    /// <inheritdoc/>
    public override bool Recognise(RecordingFiles files) => new NeuroscanCntFormat().Recognise(files);

    /// <inheritdoc/>
    public override void Scrub(ScrubbedFiles files, Scribe scribe)
    {
        using var source = files.Source.OpenMain();
        var layout = new NeuroscanCntHeader(source, files.Name);
        var bytes = new byte[layout.SamplesAt];
        source.Position = 0;
        source.ReadExactly(bytes);
        ScrubHeader(new(bytes, 0, scribe), layout.ChannelCount, scribe);
        var target = files.Create(files.Name);
        target.Write(bytes);
        var end = EventsAt(layout, source.Length);
        files.CopySamples(source, target, end - source.Position, files.Name);
        var rest = new byte[source.Length - end];
        source.ReadExactly(rest);
        // Numbers of the event table look like no text; what follows is the maker's.
        TextRuns.Scrub("behind the samples", end, rest, scribe);
        target.Write(rest);
    }

    private static void ScrubHeader(BinaryHeader header, int channels, Scribe scribe)
    {
        foreach (var (name, at, length, kind, ofSubject) in Texts)
        {
            if (ofSubject) scribe.Declare(header.Text(at, length));
            header.Empty($"header: {name}", at, length, kind, ofSubject);
        }

        Start(header, scribe);
        header.Zero("header: age, sex, hand", 141, 4, IdentityKind.BodyDetail);
        header.Scrub("header: reference", 540, 10, 0);
        header.Scrub("header: montage", 720, 40, 0);
        for (var i = 0; i < channels; i++)
            header.Scrub("channel label", NeuroscanCntHeader.Length + i * NeuroscanCntHeader.ChannelLength, 10, 0);
    }

    private static readonly string[] MonthFirst = ["M/d/yyyy", "M/d/yy"];

    /// <summary>Date as mm/dd/yy in ten characters, time as hh:mm:ss in twelve; there is no room for a year of four digits in some.</summary>
    private static void Start(BinaryHeader header, Scribe scribe)
    {
        var (date, time) = (header.Text(225, 10), header.Text(235, 12));
        if (date.Length > 0)
        {
            // The month stands first here, also where the day could be one.
            var isDate = DateOnly.TryParseExact(date, MonthFirst, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.None, out var day)
                || DateSpelling.TryParse(date, out day);
            if (!isDate) header.Empty("header: date", 225, 10, IdentityKind.Date);
            else if (scribe.Date("header: date", 225, day) is { } moved) header.Put(225, 10, moved.ToString("MM/dd/yyyy", System.Globalization.CultureInfo.InvariantCulture), 0);
            else header.Empty("header: date", 225, 10, IdentityKind.Date);
        }

        if (time.Length == 0 || scribe.KeepTimeOfDay || time.All(c => c is '0' or ':' or '.')) return;
        if (scribe.Holds("header: time", 235, IdentityKind.TimeOfDay, time, isLookedFor: false)) header.Put(235, 12, "00:00:00", 0);
    }

    /// <summary>The place of the event table has 32 bits: the multiple of 4 GB that is missing follows from the size.</summary>
    private static long EventsAt(NeuroscanCntHeader layout, long length)
    {
        var stated = (long)layout.EventTableAt;
        if (stated < layout.SamplesAt || stated > length) return length;
        while (stated + (1L << 32) <= length) stated += 1L << 32;
        return stated;
    }
}
