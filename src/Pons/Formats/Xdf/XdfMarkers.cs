using System.Collections.Immutable;
using System.Globalization;
using Pons.Streams;

namespace Pons.Formats.Xdf;

/// <summary>The notes of all streams of markers as markers of the recording.</summary>
internal static class XdfMarkers
{
    /// <summary>Labels of the channels in which the writer keeps the length of a marker and the channel that it belongs to.</summary>
    public const string Label = "label", LengthSeconds = "length_seconds", ChannelLabel = "channel";

    /// <summary>Element of the description in which the writer keeps the kind, which can be empty where a name cannot.</summary>
    public const string Kind = "marker_kind";

    /// <summary>What stands between the texts of one sample of several channels.</summary>
    private const string Separator = " | ";

    public static ImmutableArray<RecordedMarker> Of(
        IEnumerable<XdfTimedStream> streams, double zeroSeconds, IReadOnlyDictionary<XdfStreamRecord, string> names) =>
        [.. streams.SelectMany(s => Of(s, zeroSeconds, names[s.Record])).OrderBy(m => m.Onset.Nanoseconds)];

    private static IEnumerable<RecordedMarker> Of(XdfTimedStream stream, double zeroSeconds, string name)
    {
        var labels = stream.Record.Description.Xml.Element("desc")?.Element("channels")?.Elements("channel")
            .Select(c => c.Text("label")).ToList() ?? [];
        var kind = stream.Record.Description.Xml.Element("desc")?.Element(Kind)?.Value ?? name;
        var isOurs = labels.Count > 1 && labels.Count == stream.Record.Description.ChannelCount && labels[0] == Label;
        var (length, channel) = isOurs ? (labels.IndexOf(LengthSeconds), labels.IndexOf(ChannelLabel)) : (-1, -1);
        for (var i = 0; i < stream.NoteSeconds.Length; i++)
        {
            var texts = stream.Record.Notes[i].Texts;
            yield return new(new((long)Math.Round((stream.NoteSeconds[i] - zeroSeconds) * 1e9)),
                isOurs ? texts[0] : string.Join(Separator, texts.Where(t => t.Length > 0)), length < 0 ? null : LengthOf(texts[length]))
            {
                Kind = kind,
                Channel = channel < 0 || texts[channel].Length == 0 ? null : texts[channel],
            };
        }
    }

    private static Duration? LengthOf(string text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && Math.Abs(seconds) < 1_000_000_000m
            ? new((long)(seconds * 1_000_000_000m)) : null;
}
