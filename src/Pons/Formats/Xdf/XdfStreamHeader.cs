using System.Collections.Immutable;
using System.Globalization;
using System.Xml.Linq;
using Pons.Streams;

namespace Pons.Formats.Xdf;

/// <summary>What <see cref="XdfWriter"/> writes of a stream before its samples, in the elements that the XDF wiki recommends.</summary>
public sealed record XdfStreamHeader
{
    internal const string ExactTimes = "exact_time_stamps";

    /// <summary>Name of the stream; not empty.</summary>
    public required string Name { get; init; }

    /// <summary>Kind of content, such as <c>EEG</c> or <c>Markers</c>.</summary>
    public string Type { get; init; } = "";

    /// <summary>What tells the source from others of its kind, such as a serial number; may be empty.</summary>
    public string SourceId { get; init; } = "";

    /// <summary>How samples are stored: a signed integer type of 8, 16, 32 or 64 bits, a float type, or
    /// <see cref="SampleType.Text"/>.</summary>
    public required SampleType SampleType { get; init; }

    /// <summary>Samples per second; <see langword="null"/> when they come irregularly.</summary>
    public double? RateHz { get; init; }

    /// <summary>The channels in the order of the values of a sample; at least one. Voltages are in µV.</summary>
    public required ImmutableArray<Channel> Channels { get; init; }

    /// <summary>What else is known of each channel, in their order; empty when nothing is.</summary>
    public ImmutableArray<RecordedChannel> Details { get; init; } = [];

    /// <summary>
    /// How the values stood as whole numbers in the file or device that they come from, in the order of the channels; empty when that is
    /// not known. With an integer type the stored samples are those whole numbers, which other readers show without a scale.
    /// </summary>
    public ImmutableArray<DigitalScale> Scales { get; init; } = [];

    /// <summary>How far the time stamps lie behind what they stamp, in seconds, 0 or more; default 0.</summary>
    public double DelaySeconds { get; init; }

    /// <summary>
    /// Whether time stamps are computed from sample counts and not read from a clock: a reader then takes every step in them, however
    /// small, for missing samples and not for jitter.
    /// </summary>
    public bool HasExactTimes { get; init; }

    /// <summary>Header of an XDF stream that this one continues, as XML; what has no place in the other properties is kept from it.
    /// <see langword="null"/> when there is none.</summary>
    public XElement? Source { get; init; }

    /// <summary>Elements that stand directly in the description, by name and text, such as those of other makers' recorders.</summary>
    internal ImmutableArray<(string Name, string Text)> Notes { get; init; } = [];

    internal XElement ToXml()
    {
        var info = Source is null ? new XElement("info") : new XElement(Source);
        Set(info, "name", Name);
        Set(info, "type", Type);
        Set(info, "channel_count", Channels.Length.ToString(CultureInfo.InvariantCulture));
        Set(info, "channel_format", FormatOf(SampleType));
        Set(info, "nominal_srate", Number(RateHz ?? 0));
        if (SourceId.Length > 0) Set(info, "source_id", SourceId);
        var description = Child(info, "desc");
        foreach (var (name, text) in Notes) Set(description, name, text);
        if (HasExactTimes || description.Element("synchronization")?.Element(ExactTimes) is not null)
            Set(Child(description, "synchronization"), ExactTimes, HasExactTimes ? "true" : "false");
        if (DelaySeconds > 0) Set(Child(description, "synchronization"), "offset_mean", Number(DelaySeconds));
        var known = description.Element("channels")?.Elements("channel").ToList() ?? [];
        var channels = Child(description, "channels");
        channels.RemoveNodes();
        for (var c = 0; c < Channels.Length; c++)
            channels.Add(ChannelXml(c, known.Count == Channels.Length ? new(known[c]) : new("channel")));
        return info;
    }

    internal static string FormatOf(SampleType type) => type switch
    {
        SampleType.Int8 => "int8",
        SampleType.Int16 => "int16",
        SampleType.Int32 => "int32",
        SampleType.Int64 => "int64",
        SampleType.Float32 => "float32",
        SampleType.Float64 => "double64",
        SampleType.Text => "string",
        _ => throw new ArgumentException($"XDF stores no samples of the type {type}: it knows signed integers, floats and texts.",
            nameof(type)),
    };

    internal static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private XElement ChannelXml(int index, XElement element)
    {
        var channel = Channels[index];
        Set(element, "label", channel.Label);
        if (SampleType != SampleType.Text)
        {
            if (channel.Unit.Length > 0) Set(element, "unit", channel.Unit == ChannelUnit.Microvolt ? "microvolts" : channel.Unit);
            Set(element, "type", TypeOf(channel.Kind));
        }

        if (channel.Reference is not null) Set(element, "reference", channel.Reference);
        var detail = Details.Length == Channels.Length ? Details[index] : new RecordedChannel();
        SetPlace(element, channel, detail);
        SetDetail(element, channel, detail);
        element.Element(XdfChannels.Digital)?.Remove();
        if (Scales.Length == Channels.Length) element.Add(ScaleXml(Scales[index]));
        return element;
    }

    /// <summary>A measured place in millimetres, or a direction that does not follow from the label.</summary>
    private static void SetPlace(XElement element, Channel channel, RecordedChannel detail)
    {
        if (detail.LocationMetres is { } place) SetPoint(Child(element, "location"), place.X * 1000, place.Y * 1000, place.Z * 1000);
        else if (channel.Position is { } p && !(ElectrodeName.TryParse(channel.Label, out var known) && known.Position == p))
            SetPoint(Child(element, XdfChannels.Direction), p.X, p.Y, p.Z);
    }

    private static void SetPoint(XElement element, double x, double y, double z)
    {
        Set(element, "X", Number(x));
        Set(element, "Y", Number(y));
        Set(element, "Z", Number(z));
    }

    private static void SetDetail(XElement element, Channel channel, RecordedChannel detail)
    {
        if (detail.SourceLabel.Length > 0 && detail.SourceLabel != channel.Label) Set(element, XdfChannels.SourceLabel, detail.SourceLabel);
        if (detail.ImpedanceOhms is { } ohms) Set(element, "impedance", Number(ohms / 1000));
        if (detail.Sensor.Length > 0 && element.Element("hardware") is null) Set(Child(element, "hardware"), "model", detail.Sensor);
        if (element.Element("filtering") is not null) return;
        if (detail.Filtering.Length > 0) Set(Child(element, "filtering"), XdfChannels.Description, detail.Filtering);
        foreach (var (name, corner) in (ReadOnlySpan<(string, double?)>)[("highpass", detail.HighPassHz), ("lowpass", detail.LowPassHz)])
            if (corner is { } hertz)
            {
                var filter = Child(Child(element, "filtering"), name);
                Set(filter, "lower", Number(hertz));
                Set(filter, "upper", Number(hertz));
            }

        if (detail.NotchHz is { } notch) Set(Child(Child(element, "filtering"), "notch"), "center", Number(notch));
    }

    private static XElement ScaleXml(DigitalScale scale) => new(XdfChannels.Digital,
        new XElement("physical_minimum", Number(scale.PhysicalMinimum)), new XElement("physical_maximum", Number(scale.PhysicalMaximum)),
        new XElement("digital_minimum", Number(scale.DigitalMinimum)), new XElement("digital_maximum", Number(scale.DigitalMaximum)),
        new XElement("unit", XdfXml.Storable(scale.Unit)));

    private static string TypeOf(ChannelKind kind) => kind switch
    {
        ChannelKind.Eeg => "EEG",
        ChannelKind.Eog => "EOG",
        ChannelKind.Emg => "EMG",
        ChannelKind.Ecg => "ECG",
        ChannelKind.Ieeg => "iEEG",
        ChannelKind.Meg => "MEG",
        ChannelKind.Nirs => "NIRS",
        ChannelKind.Trigger => "Stim",
        ChannelKind.Other => "Misc",
        _ => "Unknown",
    };

    private static XElement Child(XElement parent, string name)
    {
        if (parent.Element(name) is { } child) return child;
        child = new(name);
        parent.Add(child);
        return child;
    }

    private static void Set(XElement parent, string name, string text) => Child(parent, name).SetValue(XdfXml.Storable(text));
}
