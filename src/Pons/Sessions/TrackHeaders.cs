using System.Xml.Linq;
using Pons.Devices;
using Pons.Formats.Xdf;
using Pons.Streams;

namespace Pons.Sessions;

/// <summary>Headers of the streams that a device becomes in a recording.</summary>
internal static class TrackHeaders
{
    /// <summary>Kind of the streams that hold when runs arrived.</summary>
    public const string ArrivalsType = "Arrivals";

    public static XdfStreamHeader OfSamples(DeviceStream stream, string name, bool hasExactTimes) => new()
    {
        Name = name,
        Type = stream.Type,
        SourceId = stream.SourceId,
        SampleType = stream.SampleType,
        RateHz = stream.Info.RateHz,
        Channels = stream.Info.Channels,
        DelaySeconds = stream.Info.DelaySeconds,
        HasExactTimes = hasExactTimes,
        Source = InfoOf(stream.Description),
    };

    public static XdfStreamHeader OfMarkers(string name) => new()
    {
        Name = name,
        Type = "Markers",
        SampleType = SampleType.Text,
        Channels = [new(XdfMarkers.Label, ChannelKind.Unknown, ""), new(XdfMarkers.LengthSeconds, ChannelKind.Unknown, "")],
    };

    public static XdfStreamHeader OfArrivals(string name) => new()
    {
        Name = name,
        Type = ArrivalsType,
        SampleType = SampleType.Float64,
        Channels = [new("first_sample_index", ChannelKind.Other, ""), new("host_seconds", ChannelKind.Other, "s")],
    };

    /// <summary>What a device says of itself is a whole header, or the description in one.</summary>
    private static XElement? InfoOf(XElement? description) =>
        description is null || description.Name.LocalName == "info" ? description
        : new("info", description.Name.LocalName == "desc" ? description : new XElement("desc", description));
}
