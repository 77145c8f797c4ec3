using System.Globalization;
using System.Net;
using System.Xml;
using System.Xml.Linq;
using Pons.Streams;

namespace Pons.Devices.Lsl;

/// <summary>
/// What a stream of the Lab Streaming Layer says of itself: the short info that answers a query, and with <see cref="Description"/> the full
/// info. Immutable. Source: stream info of LSL protocol 1.10.
/// </summary>
public sealed record LslStreamInfo
{
    private const int LargestTextLength = 16 << 20;
    private const int DeepestLevel = 64;

    /// <summary>Describes a stream.</summary>
    /// <param name="name">Its name, not empty.</param>
    /// <param name="type">Kind of content, such as <c>EEG</c> or <c>Markers</c>; may be empty.</param>
    /// <param name="channelCount">Values in a sample, 1 to 65536.</param>
    /// <param name="sampleType">One of the seven types that LSL has: 8, 16, 32 and 64-bit whole numbers with sign, both floats, texts.</param>
    /// <param name="rateHz">Samples per second; <see langword="null"/> when they come irregularly.</param>
    /// <exception cref="ArgumentException">A name without letters or with control characters, a type that LSL has not, a rate that is
    /// none.</exception>
    public LslStreamInfo(string name, string type, int channelCount, SampleType sampleType, double? rateHz = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(type);
        ArgumentOutOfRangeException.ThrowIfLessThan(channelCount, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(channelCount, 65_536);
        if (!LslFormat.IsKnown(sampleType)) throw new ArgumentException($"LSL has no values of type {sampleType}.", nameof(sampleType));
        if (rateHz is { } rate && !(rate > 0 && rate <= 1e9))
            throw new ArgumentException(FormattableString.Invariant($"A rate is above 0 and at most 1 GHz, not {rate}."), nameof(rateHz));
        (Name, Type, ChannelCount, SampleType, RateHz) = (Readable(name), Readable(type), channelCount, sampleType, rateHz);
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Kind of content.</summary>
    public string Type { get; }

    /// <summary>Values in a sample.</summary>
    public int ChannelCount { get; }

    /// <summary>Type of the values.</summary>
    public SampleType SampleType { get; }

    /// <summary>Nominal samples per second; <see langword="null"/> when irregular.</summary>
    public double? RateHz { get; }

    /// <summary>What tells the device from others of its kind; a stream without it cannot be recovered when its program starts again.</summary>
    public string SourceId { get; init => field = Readable(value); } = "";

    /// <summary>When the outlet was made, in seconds of the clock of its computer.</summary>
    public double CreatedAtSeconds { get; init; }

    /// <summary>Tells this outlet from all others; new each time that one is made; in lower case.</summary>
    public string Uid { get; init => field = Readable(value); } = "";

    /// <summary>Streams of one session find each other; <c>default</c> unless a laboratory says otherwise.</summary>
    public string SessionId { get; init => field = Readable(value); } = "default";

    /// <summary>Name of the computer.</summary>
    public string HostName { get; init => field = Readable(value); } = "";

    /// <summary>Where the answer came from; <see langword="null"/> unless it was found on the network.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>TCP port of the samples over IPv4; 0 for none.</summary>
    public int V4DataPort { get; init; }

    /// <summary>UDP port of queries and time over IPv4; 0 for none.</summary>
    public int V4ServicePort { get; init; }

    /// <summary>TCP port of the samples over IPv6; 0 for none.</summary>
    public int V6DataPort { get; init; }

    /// <summary>UDP port of queries and time over IPv6; 0 for none.</summary>
    public int V6ServicePort { get; init; }

    /// <summary>Version of the protocol times 100: 110.</summary>
    public int Version { get; init; } = 110;

    /// <summary>The element <c>desc</c> of the full info; <see langword="null"/> in a short info.</summary>
    public XElement? Description { get; init; }

    /// <summary>Port of the samples at <see cref="Address"/>.</summary>
    internal int DataPort => Address?.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? V6DataPort : V4DataPort;

    /// <summary>Port of the time at <see cref="Address"/>.</summary>
    internal int ServicePort => Address?.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? V6ServicePort : V4ServicePort;

    /// <summary>Reads a short or full info.</summary>
    /// <param name="xml">The document.</param>
    /// <param name="device">Who sent it, for messages.</param>
    /// <exception cref="DeviceException">It is no stream info: not XML, or a part is missing or cannot be.</exception>
    public static LslStreamInfo Parse(string xml, string device)
    {
        ArgumentNullException.ThrowIfNull(xml);
        try
        {
            return Read(Load(xml));
        }
        catch (Exception fault) when (fault is XmlException or FormatException or OverflowException or ArgumentException or InvalidOperationException)
        {
            throw new DeviceException(
                device, $"its description cannot be read ({fault.Message.TrimEnd('.')}).", "Without it nobody knows what the samples are.",
                "Check which program sends the stream, and its version of LSL.", fault);
        }
    }

    /// <summary>The XML as it goes over the wire.</summary>
    /// <param name="isFull">Whether with the description.</param>
    public string ToXml(bool isFull) => "<?xml version=\"1.0\"?>\n" + ToElement(isFull) + "\n";

    /// <summary>The element <c>info</c>.</summary>
    internal XElement ToElement(bool isFull) => new(
        "info",
        new XElement("name", Name), new XElement("type", Type), Number("channel_count", ChannelCount),
        new XElement("channel_format", LslFormat.NameOf(SampleType)),
        new XElement("source_id", SourceId), Number("nominal_srate", RateHz ?? 0),
        new XElement("version", (Version / 100.0).ToString(CultureInfo.InvariantCulture)),
        new XElement("created_at", CreatedAtSeconds.ToString("0.##########", CultureInfo.InvariantCulture)), new XElement("uid", Uid),
        new XElement("session_id", SessionId), new XElement("hostname", HostName),
        new XElement("v4address"), Number("v4data_port", V4DataPort), Number("v4service_port", V4ServicePort),
        new XElement("v6address"), Number("v6data_port", V6DataPort), Number("v6service_port", V6ServicePort),
        isFull && Description is not null ? new XElement(Description) : new XElement("desc"));

    private static XElement Load(string xml)
    {
        if (xml.Length > LargestTextLength) throw new FormatException($"it has {xml.Length} characters");
        using (var reader = Reader(xml))
            while (reader.Read())
                if (reader.Depth > DeepestLevel) throw new FormatException($"its elements are more than {DeepestLevel} levels deep");
        using var again = Reader(xml);
        return XElement.Load(again);
    }

    private static XmlReader Reader(string xml) => XmlReader.Create(
        new StringReader(xml.Trim('\0', ' ', '\r', '\n')),
        new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreWhitespace = true });

    private static LslStreamInfo Read(XElement info)
    {
        if (info.Name != "info") throw new FormatException($"it begins with <{info.Name}> instead of <info>");
        var format = Text(info, "channel_format");
        var rate = Real(info, "nominal_srate");
        return new(
            Text(info, "name"), Optional(info, "type"), Whole(info, "channel_count", 65_536),
            LslFormat.Find(format) ?? throw new FormatException($"channel_format is '{format}'"), rate == 0 ? null : rate)
        {
            SourceId = Optional(info, "source_id"),
            CreatedAtSeconds = Real(info, "created_at"),
            Uid = Text(info, "uid"),
            SessionId = Optional(info, "session_id"),
            HostName = Optional(info, "hostname"),
            V4DataPort = Whole(info, "v4data_port", 65_535),
            V4ServicePort = Whole(info, "v4service_port", 65_535),
            V6DataPort = Whole(info, "v6data_port", 65_535),
            V6ServicePort = Whole(info, "v6service_port", 65_535),
            Version = (int)Math.Round(Math.Clamp(Real(info, "version"), 0, 1e6) * 100),
            Description = info.Element("desc") is { HasElements: true } description ? description : null,
        };
    }

    private static string Optional(XElement info, string name) => info.Element(name)?.Value.Trim() ?? "";

    private static string Text(XElement info, string name) =>
        Optional(info, name) is { Length: > 0 } text ? text : throw new FormatException($"'{name}' is missing");

    private static int Whole(XElement info, string name, int most) =>
        int.TryParse(Text(info, name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value <= most
            ? value
            : throw new FormatException($"{name} is '{Text(info, name)}'");

    private static double Real(XElement info, string name) =>
        double.TryParse(Text(info, name), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
            ? value
            : throw new FormatException($"{name} is '{Text(info, name)}'");

    private static XElement Number(string name, double value) => new(name, value.ToString("0.###############", CultureInfo.InvariantCulture));

    private static string Readable(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return XmlConvert.VerifyXmlChars(text);
    }
}
