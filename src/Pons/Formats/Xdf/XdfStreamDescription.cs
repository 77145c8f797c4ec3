using System.Globalization;
using System.Xml.Linq;
using Pons.Streams;

namespace Pons.Formats.Xdf;

/// <summary>What the header of a stream says, understood.</summary>
internal sealed record XdfStreamDescription
{
    /// <summary>More channels than any device has; beyond it, only samples that are there make the number credible.</summary>
    public const int CredibleChannels = 4096;

    /// <summary>Faster than audio; a rate above it is no rate.</summary>
    private const double FastestHz = 1e7;

    public required uint Id { get; init; }

    public required string Name { get; init; }

    /// <summary>Kind of content, such as <c>EEG</c> or <c>Markers</c>.</summary>
    public required string Type { get; init; }

    public required int ChannelCount { get; init; }

    /// <summary>Samples per second by the header; <see langword="null"/> when they come irregularly.</summary>
    public required double? RateHz { get; init; }

    public required SampleType SampleType { get; init; }

    public required XElement Xml { get; init; }

    /// <summary>Whether the samples stand for what happened, and not for what was measured.</summary>
    public bool IsMarkers => SampleType == SampleType.Text
        || (RateHz is null && ChannelCount == 1 && Type.ToUpperInvariant() is "MARKERS" or "MARKER" or "EVENTS" or "EVENT");

    /// <summary>Bytes of the values of one sample.</summary>
    public long RowBytes => (long)ChannelCount * SizeOf(SampleType);

    /// <summary>Whether the writer stated that time stamps are computed and not measured, so that every step in them is a gap.</summary>
    public bool HasExactTimes => Xml.Element("desc")?.Element("synchronization").Text(XdfStreamHeader.ExactTimes) == "true";

    /// <summary>How far the time stamps lie behind what they stamp, by the device's maker (synchronization meta-data).</summary>
    public double DelaySeconds =>
        TryNumber(Xml.Element("desc")?.Element("synchronization").Text("offset_mean"), out var delay) && delay is > 0 and < 60 ? delay : 0;

    /// <summary>Understands a header.</summary>
    /// <param name="id">Number of the stream.</param>
    /// <param name="xml">Its header.</param>
    /// <param name="warnings">Gets what was assumed.</param>
    /// <returns>The description; <see langword="null"/> when the samples of the stream cannot be told apart, which a warning
    /// says.</returns>
    public static XdfStreamDescription? Of(uint id, XElement xml, List<string> warnings)
    {
        var name = xml.Text("name");
        if (name.Length == 0) name = $"stream {id}";
        if (FormatOf(xml.Text("channel_format")) is not { } type)
        {
            warnings.Add($"Stream '{name}' states the sample format '{Short(xml.Text("channel_format"))}', "
                + "which XDF does not know: it is left out.");
            return null;
        }

        if (!TryNumber(xml.Text("channel_count"), out var count) || count is < 1 or > int.MaxValue)
        {
            warnings.Add($"Stream '{name}' states '{Short(xml.Text("channel_count"))}' channels, "
                + "which is no number of channels: it is left out.");
            return null;
        }

        return new()
        {
            Id = id,
            Name = name,
            Type = xml.Text("type"),
            ChannelCount = (int)count,
            SampleType = type,
            Xml = xml,
            RateHz = RateOf(xml, name, warnings),
        };
    }

    public static bool TryNumber(string? text, out double number) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);

    public static int SizeOf(SampleType type) => type switch
    {
        SampleType.Int8 => 1,
        SampleType.Int16 => 2,
        SampleType.Int32 or SampleType.Float32 => 4,
        SampleType.Int64 or SampleType.Float64 => 8,
        _ => 0,
    };

    /// <summary>The stream as it is processed: channels, rate, clock.</summary>
    /// <param name="uniqueName">Its name among the others.</param>
    /// <param name="clock">Time axis of the recording.</param>
    /// <param name="warnings">Gets what was assumed.</param>
    public StreamInfo ToInfo(string uniqueName, ClockId clock, List<string> warnings) =>
        new(uniqueName, new XdfChannels(this).Channels(warnings), RateHz, clock) { DelaySeconds = DelaySeconds };

    private static double? RateOf(XElement xml, string name, List<string> warnings)
    {
        var text = xml.Text("nominal_srate");
        if (!TryNumber(text, out var rate) || rate is < 0 or > FastestHz)
        {
            warnings.Add($"Stream '{name}' states the rate '{Short(text)}', which is none: its samples are taken as irregular.");
            return null;
        }

        var canDrop = xml.Element("desc")?.Element("synchronization").Text("can_drop_samples") == "true";
        if (canDrop && rate > 0)
            warnings.Add($"Stream '{name}' can drop samples, says its header: each sample keeps its own time, and no rate is assumed.");
        return rate > 1e-6 && !canDrop ? rate : null;
    }

    private static SampleType? FormatOf(string text) => text switch
    {
        "int8" => Pons.Streams.SampleType.Int8,
        "int16" => Pons.Streams.SampleType.Int16,
        "int32" => Pons.Streams.SampleType.Int32,
        "int64" => Pons.Streams.SampleType.Int64,
        "float32" or "float" => Pons.Streams.SampleType.Float32,
        "double64" or "double" or "float64" => Pons.Streams.SampleType.Float64,
        "string" => Pons.Streams.SampleType.Text,
        _ => null,
    };

    private static string Short(string text) => text.Length <= 40 ? text : text[..40] + "…";
}
