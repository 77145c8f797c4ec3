using System.Buffers.Binary;
using Pons.Formats;
using Pons.Formats.Egi;

namespace Pons.Deidentification.Recordings;

/// <summary>EGI simple binary: date and time of the header, and the names of categories and events.</summary>
internal sealed class EgiRawScrubber : IdentityScrubber
{
    private const int YearAt = 4, ClockAt = 10;

    /// <inheritdoc/>
    public override string Format => "EGI raw";

    /// <inheritdoc/>
    public override bool Recognise(RecordingFiles files) => new EgiRawFormat().Recognise(files);

    /// <inheritdoc/>
    public override void Scrub(ScrubbedFiles files, Scribe scribe)
    {
        using var source = files.Source.OpenMain();
        var layout = new EgiRawHeader(source, files.Name);
        var bytes = new byte[layout.DataAt];
        source.Position = 0;
        source.ReadExactly(bytes);
        Start(bytes, layout.Start, scribe);
        Names(bytes, layout, scribe);
        var target = files.Create(files.Name);
        target.Write(bytes);
        files.CopySamples(source, target, source.Length - layout.DataAt, files.Name);
    }

    private static void Start(byte[] header, DateTime? start, Scribe scribe)
    {
        var fields = header.AsSpan(YearAt, 16);
        if (start is not { } time)
        {
            if (fields.IndexOfAnyExcept((byte)0) >= 0 && scribe.Holds("start", YearAt, IdentityKind.Date, Convert.ToHexString(fields), isLookedFor: false)) fields.Clear();
            return;
        }

        var day = scribe.Date("start date", YearAt, DateOnly.FromDateTime(time));
        var clock = scribe.TimeOfDay("start time", ClockAt, TimeOnly.FromDateTime(time));
        if (scribe.Pass != ScrubPass.Write) return;
        BinaryPrimitives.WriteInt16BigEndian(header.AsSpan(YearAt), (short)(day?.Year ?? 0));
        BinaryPrimitives.WriteInt16BigEndian(header.AsSpan(YearAt + 2), (short)(day?.Month ?? 0));
        BinaryPrimitives.WriteInt16BigEndian(header.AsSpan(YearAt + 4), (short)(day?.Day ?? 0));
        if (clock == TimeOnly.MinValue) header.AsSpan(ClockAt, 10).Clear();
    }

    /// <summary>Categories have a byte for their length; codes of events four letters.</summary>
    private static void Names(byte[] header, EgiRawHeader layout, Scribe scribe)
    {
        var at = EgiRawHeader.FixedBytes;
        if (layout.IsSegmented)
        {
            at += 2;
            foreach (var _ in layout.Categories)
            {
                var length = header[at];
                scribe.FixedText("category", at + 1, header.AsSpan(at + 1, length));
                at += length + 1;
            }
        }

        for (at = header.Length - 4 * layout.EventCodes.Length; at < header.Length; at += 4) scribe.FixedText("event code", at, header.AsSpan(at, 4));
    }
}
