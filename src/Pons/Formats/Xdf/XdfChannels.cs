using System.Collections.Immutable;
using System.Globalization;
using System.Xml.Linq;
using Pons.Streams;

namespace Pons.Formats.Xdf;

/// <summary>The channels in the header of a stream, by the recommendations for meta-data of the XDF wiki.</summary>
internal sealed class XdfChannels
{
    /// <summary>Element in which Pons keeps how values stood as whole numbers in the file that they came from.</summary>
    public const string Digital = "digital", Direction = "direction", SourceLabel = "source_label", Description = "description";

    /// <summary>No head has a radius outside of these, in metres; such places are in another unit than millimetres.</summary>
    private const double LeastRadius = 0.03, LargestRadius = 0.3;

    private readonly XdfStreamDescription _stream;
    private readonly XElement[] _elements;

    public XdfChannels(XdfStreamDescription stream)
    {
        _stream = stream;
        _elements = [.. stream.Xml.Element("desc")?.Element("channels")?.Elements("channel").Take(stream.ChannelCount) ?? []];
    }

    /// <summary>The channel elements are used by their order: device software leaves out what it does not know, but keeps the
    /// order.</summary>
    private XElement? Element(int channel) => channel < _elements.Length ? _elements[channel] : null;

    public ImmutableArray<Channel> Channels(List<string> warnings)
    {
        if (_elements.Length > 0 && _elements.Length < _stream.ChannelCount)
            warnings.Add($"Stream '{_stream.Name}' describes {_elements.Length} of its {_stream.ChannelCount} channels.");
        var labels = Enumerable.Range(0, _stream.ChannelCount).Select(LabelOf).ToList();
        var scales = UnitsOf().Select(u => new DigitalScale(0, 1, 0, 1, u)).ToList();
        var channels = ChannelNaming.Channels([.. labels.Zip(scales)], warnings);
        var reference = StreamReference();
        return [.. channels.Select((c, i) => WithElement(c, Element(i), reference))];
    }

    /// <summary>What the file says of each channel beyond that; empty when it says nothing.</summary>
    public ImmutableArray<RecordedChannel> Details(List<string> warnings)
    {
        if (_elements.Length == 0) return [];
        var places = _elements.Select(e => Place(e.Element("location"))).ToList();
        var radius = Median([.. places.OfType<(double X, double Y, double Z)>()
            .Select(p => Math.Sqrt(p.X * p.X + p.Y * p.Y + p.Z * p.Z) / 1000)]);
        var isMillimetres = radius is >= LeastRadius and <= LargestRadius;
        if (!isMillimetres && radius is > 0)
            warnings.Add($"Stream '{_stream.Name}' has places of sensors at "
                + FormattableString.Invariant($"{radius * 1000:0.###} from the centre, ")
                + "which cannot be millimetres: only their directions are kept.");
        return [.. Enumerable.Range(0, _stream.ChannelCount).Select(i => Element(i) is { } e
            ? DetailOf(e, isMillimetres ? places[i] : null) : new RecordedChannel())];
    }

    /// <summary>How whole numbers stand for values; empty when the file holds measured values and no steps are stated.</summary>
    public ImmutableArray<DigitalScale> Scales()
    {
        var stated = _elements.Select(e => ScaleOf(e.Element(Digital))).ToList();
        if (stated.Count == _stream.ChannelCount && stated.TrueForAll(s => s is { IsUsable: true })) return [.. stated!];
        var (least, largest) = _stream.SampleType switch
        {
            SampleType.Int8 => (sbyte.MinValue, sbyte.MaxValue),
            SampleType.Int16 => (short.MinValue, short.MaxValue),
            SampleType.Int32 => (int.MinValue, int.MaxValue),
            SampleType.Int64 => (long.MinValue, long.MaxValue),
            _ => (0.0, 0.0),
        };
        return least == 0 ? [] : [.. UnitsOf().Select(u => new DigitalScale(least, largest, least, largest, u))];
    }

    /// <summary>Units in the spelling of the standards; the recommendations write them out.</summary>
    public IEnumerable<string> UnitsOf() => Enumerable.Range(0, _stream.ChannelCount).Select(i => UnitOf(Element(i).Text("unit")));

    public static string UnitOf(string text) => text.ToUpperInvariant() switch
    {
        "MICROVOLTS" or "MICROVOLT" => "uV",
        "MILLIVOLTS" or "MILLIVOLT" => "mV",
        "NANOVOLTS" or "NANOVOLT" => "nV",
        "VOLTS" or "VOLT" => "V",
        _ => text,
    };

    private string LabelOf(int channel)
    {
        var label = Element(channel).Text("label");
        if (label.Length == 0) label = Element(channel).Text("name");
        return label.Length > 0 ? label : _stream.ChannelCount == 1 ? _stream.Name : (channel + 1).ToString(CultureInfo.InvariantCulture);
    }

    private Channel WithElement(Channel channel, XElement? element, string? reference)
    {
        var stated = element.Text("type");
        var kind = stated.Length > 0 ? ChannelTypes.KindOf(stated) : channel.Kind != ChannelKind.Unknown ? channel.Kind : ChannelTypes.KindOf(_stream.Type);
        // The label of a muscle or of a light can look like a place on the head.
        if (kind != ChannelKind.Eeg && channel.Kind == ChannelKind.Eeg)
            channel = channel with { Label = element.Text("label"), Position = null, Reference = null };
        if (element.Text("reference") is { Length: > 0 } own) channel = channel with { Reference = own };
        else if (kind == ChannelKind.Eeg && channel.Reference is null) channel = channel with { Reference = reference };
        var place = Place(element?.Element(Direction)) ?? Place(element?.Element("location"));
        return channel with { Kind = kind, Position = place is { } p ? ToDirection(p) : channel.Position };
    }

    private string? StreamReference()
    {
        var reference = _stream.Xml.Element("desc")?.Element("reference");
        if (reference.Text("common_average").Equals("yes", StringComparison.OrdinalIgnoreCase)) return "average";
        var label = reference.Text("label");
        return label.Length == 0 || reference.Text("subtracted").Equals("no", StringComparison.OrdinalIgnoreCase) ? null : label;
    }

    private static RecordedChannel DetailOf(XElement element, (double X, double Y, double Z)? place)
    {
        var filtering = element.Element("filtering");
        return new()
        {
            SourceLabel = element.Text(SourceLabel) is { Length: > 0 } source ? source : element.Text("label"),
            ImpedanceOhms = Number(element.Text("impedance")) * 1000,
            HighPassHz = Edge(filtering?.Element("highpass")),
            LowPassHz = Edge(filtering?.Element("lowpass")),
            NotchHz = Number(filtering?.Element("notch").Text("center")),
            Filtering = filtering.Text(Description),
            Sensor = element.Element("hardware") is { } h
                ? string.Join(' ', ((string[])["manufacturer", "model", "material"]).Select(n => h.Text(n)).Where(t => t.Length > 0)) : "",
            LocationMetres = place is { } p ? (p.X / 1000, p.Y / 1000, p.Z / 1000) : null,
        };
    }

    /// <summary>The recommendations state a transition band; its middle, on a scale of octaves, is the corner.</summary>
    private static double? Edge(XElement? filter)
    {
        var (lower, upper) = (Number(filter.Text("lower")), Number(filter.Text("upper")));
        return lower is > 0 && upper is > 0 ? lower == upper ? lower : Math.Sqrt(lower.Value * upper.Value) : upper ?? lower;
    }

    private static DigitalScale? ScaleOf(XElement? e)
    {
        if (Number(e.Text("physical_minimum")) is not { } physicalLow || Number(e.Text("physical_maximum")) is not { } physicalHigh
            || Number(e.Text("digital_minimum")) is not { } low || Number(e.Text("digital_maximum")) is not { } high) return null;
        return new(physicalLow, physicalHigh, low, high, e.Text("unit"));
    }

    private static (double X, double Y, double Z)? Place(XElement? e) =>
        Number(e.Text("X")) is { } x && Number(e.Text("Y")) is { } y && Number(e.Text("Z")) is { } z && (x, y, z) != (0, 0, 0)
            ? (x, y, z) : null;

    private static ElectrodePosition? ToDirection((double X, double Y, double Z) p)
    {
        var length = Math.Sqrt(p.X * p.X + p.Y * p.Y + p.Z * p.Z);
        return double.IsNormal(length) ? new(p.X / length, p.Y / length, p.Z / length) : null;
    }

    private static double? Number(string? text) => XdfStreamDescription.TryNumber(text, out var number) ? number : null;

    private static double? Median(double[] values)
    {
        Array.Sort(values);
        return values.Length == 0 ? null : values[values.Length / 2];
    }
}
