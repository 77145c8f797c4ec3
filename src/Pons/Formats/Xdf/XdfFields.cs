using System.Collections.Immutable;
using System.Globalization;
using System.Xml.Linq;
using Pons.Streams;

namespace Pons.Formats.Xdf;

/// <summary>What the headers of a file say, as the header of a recording.</summary>
internal static class XdfFields
{
    /// <summary>Beginning of the name of the fields that hold the whole header of a stream.</summary>
    public const string StreamHeader = "StreamHeader of ";

    /// <summary>Deeper trees than the recommendations know stay in the whole header.</summary>
    private const int DeepestLevel = 6;

    /// <summary>Elements that describe equipment and layout; everything else can name or point to a person.</summary>
    private static readonly string[] s_impersonal =
    [
        "name", "type", "channel_count", "nominal_srate", "channel_format", "version", "created_at", "desc/manufacturer",
        "desc/acquisition/manufacturer", "desc/acquisition/model", "desc/acquisition/precision", "desc/acquisition/compensated_lag",
        "desc/reference/", "desc/cap/", "desc/synchronization/", "desc/amplifier/", "desc/fiducials/",
        "desc/location_measurement/manufacturer", "desc/location_measurement/model", "desc/" + XdfMarkers.Kind,
    ];

    public static RecordingHeader Header(
        string file, XdfIndex index, ImmutableArray<StreamInfo> infos, ImmutableArray<HeaderField> measured,
        IReadOnlyDictionary<XdfStreamRecord, string> names) => new()
        {
            Format = "XDF",
            File = file,
            StartTime = StartOf(index.FileHeader.Text("datetime")),
            Subject = SubjectOf(index),
            Description = index.FileHeader.Text("description"),
            Device = index.FileHeader.Text("device") is { Length: > 0 } device ? device : DeviceOf(index),
            Fields = [.. FileFields(index.FileHeader), .. index.Streams.SelectMany(s => StreamFields(s.Description, names[s])), .. measured],
            Streams = infos,
        };

    /// <summary>The wall clock of the room, whatever its distance from universal time.</summary>
    private static DateTime? StartOf(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var start) ? start.DateTime
        : DateTimeOffset.TryParseExact(text, "yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture, DateTimeStyles.None, out start)
            ? start.DateTime : null;

    private static string SubjectOf(XdfIndex index)
    {
        if (index.FileHeader.Text("subject") is { Length: > 0 } subject) return subject;
        var elements = index.Streams.Select(s => s.Description.Xml.Element("desc")?.Element("subject")).OfType<XElement>();
        return string.Join(' ', elements.SelectMany(e => e.DescendantsAndSelf()).Where(e => !e.HasElements && e.Value.Trim().Length > 0)
            .Select(e => e.Value.Trim()).Distinct());
    }

    private static string DeviceOf(XdfIndex index) => index.Streams.Select(s => s.Description.Xml.Element("desc"))
        .Select(d => d?.Element("acquisition") is { } a ? $"{a.Text("manufacturer")} {a.Text("model")}".Trim() : d.Text("manufacturer"))
        .FirstOrDefault(t => t.Length > 0) ?? "";

    private static IEnumerable<HeaderField> FileFields(XElement? header) =>
        header is null ? [] : Leaves(header, "", 0).Select(l => new HeaderField(l.Path, l.Value, l.Path != "version"));

    private static IEnumerable<HeaderField> StreamFields(XdfStreamDescription stream, string name)
    {
        foreach (var (path, value) in Leaves(stream.Xml, "", 0))
            if (!path.StartsWith("desc/channels/", StringComparison.Ordinal))
                yield return new($"{name} {path}", value, !s_impersonal.Any(i => IsOrHolds(i, path)));
        yield return new(StreamHeader + name, stream.Xml.ToString(SaveOptions.DisableFormatting), IsPersonal: true);
    }

    private static bool IsOrHolds(string known, string path) =>
        known.EndsWith('/') ? path.StartsWith(known, StringComparison.Ordinal) : path == known;

    private static IEnumerable<(string Path, string Value)> Leaves(XElement parent, string path, int level)
    {
        foreach (var element in parent.Elements())
        {
            var own = path + element.Name.LocalName;
            if (!element.HasElements)
            {
                if (element.Value.Trim() is { Length: > 0 } value) yield return (own, value);
            }
            else if (level < DeepestLevel)
            {
                foreach (var leaf in Leaves(element, own + "/", level + 1)) yield return leaf;
            }
        }
    }
}
