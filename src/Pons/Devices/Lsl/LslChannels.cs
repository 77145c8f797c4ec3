using System.Collections.Immutable;
using System.Globalization;
using System.Xml.Linq;
using Pons.Streams;

namespace Pons.Devices.Lsl;

/// <summary>The channels of a stream by the recommendations for meta-data of the XDF wiki: label, unit and type of each, in their order.</summary>
internal static class LslChannels
{
    /// <summary>The stream as Pons knows streams.</summary>
    public static DeviceStream StreamOf(LslStreamInfo info, ClockId clock)
    {
        var elements = info.Description?.Element("channels")?.Elements("channel").Take(info.ChannelCount).ToArray() ?? [];
        var channels = Enumerable.Range(0, info.ChannelCount).Select(i => ChannelOf(info, i < elements.Length ? elements[i] : null, i));
        return new(new StreamInfo(info.Name, [.. channels], info.RateHz, clock))
        {
            Type = info.Type,
            SourceId = info.SourceId,
            SampleType = info.SampleType,
            CountsSamples = false,
            Description = info.SampleType == SampleType.Float32 ? InMicrovolts(info) : info.Description,
        };
    }

    /// <summary>The description of floats after they were scaled: other types are kept as they were sent.</summary>
    private static XElement? InMicrovolts(LslStreamInfo info)
    {
        var scales = Scales(info);
        if (scales.IsEmpty || info.Description is null) return info.Description;
        var description = new XElement(info.Description);
        foreach (var (element, scale) in description.Element("channels")!.Elements("channel").Zip(scales))
            if (scale != 1) element.SetElementValue("unit", "microvolts");
        return description;
    }

    /// <summary>A description of channels as <see cref="LslStreamInfo.Description"/> wants it.</summary>
    public static XElement Describe(IEnumerable<Channel> channels, string type) => new(
        "desc",
        new XElement("channels", channels.Select(c => new XElement(
            "channel", new XElement("label", c.Label), new XElement("unit", c.Unit == "µV" ? "microvolts" : c.Unit), new XElement("type", type)))));

    /// <summary>What values in the unit of each channel are multiplied by to be in the unit of Pons; empty when all are 1.</summary>
    public static ImmutableArray<float> Scales(LslStreamInfo info)
    {
        var elements = info.Description?.Element("channels")?.Elements("channel").Take(info.ChannelCount).ToArray() ?? [];
        var scales =
            elements.Select(e => UnitOf(Text(e, "unit")).Scale).Concat(Enumerable.Repeat(1f, info.ChannelCount - elements.Length)).ToImmutableArray();
        return scales.All(s => s == 1) ? [] : scales;
    }

    private static Channel ChannelOf(LslStreamInfo info, XElement? element, int index)
    {
        var label = Text(element, "label") is { Length: > 0 } own ? own : Text(element, "name");
        if (label.Length == 0) label = info.ChannelCount == 1 ? info.Name : (index + 1).ToString(CultureInfo.InvariantCulture);
        var type = Text(element, "type") is { Length: > 0 } stated ? stated : info.Type;
        return new(label, ChannelTypes.KindOf(type), UnitOf(Text(element, "unit")).Unit);
    }

    private static (string Unit, float Scale) UnitOf(string text) => text.ToUpperInvariant() switch
    {
        "MICROVOLTS" or "MICROVOLT" or "UV" or "µV" or "ΜV" or "" => ("µV", 1),
        "MILLIVOLTS" or "MILLIVOLT" or "MV" => ("µV", 1e3f),
        "NANOVOLTS" or "NANOVOLT" or "NV" => ("µV", 1e-3f),
        "VOLTS" or "VOLT" or "V" => ("µV", 1e6f),
        _ => (text, 1),
    };

    private static string Text(XElement? element, string name) => element?.Element(name)?.Value.Trim() ?? "";
}
