using System.Collections.Immutable;
using System.Globalization;
using Pons.Streams;

namespace Pons.Formats.BrainVision;

/// <summary>Reads the header file: channels, units, layout, set-up; says for each fault where it stands.</summary>
internal sealed class BrainVisionHeaderReader
{
    private const string Common = "Common Infos", Binary = "Binary Infos", Ascii = "ASCII Infos", Channels = "Channel Infos";

    /// <summary>Rates beyond this are faults of the header: 10 MHz.</summary>
    private const double FastestHz = 1e7;

    private static readonly string[] UserSections = ["User Infos", "Channel User Infos"];
    private readonly string _file;
    private readonly BrainVisionText _text;
    private readonly List<string> _warnings;

    public BrainVisionHeaderReader(string file, BrainVisionText text, List<string> warnings)
    {
        (_file, _text, _warnings) = (file, text, warnings);
        RefuseForeign();
        RateHz = ReadRate();
        Layout = ReadLayout();
        Setup = BrainVisionSetup.Of(text.Comment);
        ReadChannels();
    }

    /// <summary>Samples per second.</summary>
    public double RateHz { get; }

    /// <summary>How the samples lie in their file.</summary>
    public BrainVisionLayout Layout { get; }

    /// <summary>What the comment says of amplifier and electrodes.</summary>
    public BrainVisionSetup Setup { get; }

    /// <summary>The channels.</summary>
    public ImmutableArray<Channel> ChannelList { get; private set; }

    /// <summary>How each channel stands in the file.</summary>
    public ImmutableArray<DigitalScale> Scales { get; private set; }

    /// <summary>What a stored number is multiplied with, per channel, so that it gets the unit of the channel.</summary>
    public ImmutableArray<double> Gains { get; private set; }

    /// <summary>What the file says of each channel beyond that.</summary>
    public ImmutableArray<RecordedChannel> Details { get; private set; }

    /// <summary>Name of the file of samples in the words of the header; empty when it names none.</summary>
    public string DataFile => BrainVisionFiles.Expand(Value(Common, "DataFile"), _file);

    /// <summary>Name of the marker file in the words of the header; empty when it names none.</summary>
    public string MarkerFile => BrainVisionFiles.Expand(Value(Common, "MarkerFile"), _file);

    /// <summary>Everything that the header says and that has no field of its own.</summary>
    public IEnumerable<HeaderField> Fields()
    {
        yield return new("Version", _text.FirstLine);
        if (_text.CreatedBy.Length > 0) yield return new("Created by", _text.CreatedBy, IsPersonal: true);
        foreach (var entry in new[] { Common, Binary, Ascii }.SelectMany(_text.Section))
            yield return new(entry.Key, entry.Value.Trim(), entry.Key.EndsWith("File", StringComparison.OrdinalIgnoreCase));
        foreach (var (section, entry) in UserSections.SelectMany(s => _text.Section(s).Select(e => (s, e))))
            yield return new($"{section}: {entry.Key}", entry.Value, IsPersonal: true);
        if (Setup.ImpedanceTime.Length > 0) yield return new("Impedances measured at", Setup.ImpedanceTime, IsPersonal: true);
        foreach (var (electrode, impedance) in Setup.Impedances.Where(i => ChannelList.All(c => c.Label != i.Key) && i.Value != "???"))
            yield return new($"Impedance of {electrode} [kOhm]", impedance);
        if (_text.Comment.Length > 0) yield return new("Comment", _text.Comment, IsPersonal: true);
    }

    private void RefuseForeign()
    {
        if (_text.Section(Common).Count == 0)
            throw Fault(null, "It has no section [Common Infos].", "The section says where the samples are and what they mean.",
                "Copy the header again from where it was recorded.");
        var type = Value(Common, "DataType");
        if (type.Length > 0 && !type.Equals("TIMEDOMAIN", StringComparison.OrdinalIgnoreCase))
            throw Fault(_text.Find(Common, "DataType"), $"The data type is {type}.",
                "Only samples over time are a recording; spectra and maps are results of an analysis.",
                "Export the time course with DataType=TIMEDOMAIN.");
    }

    private double ReadRate()
    {
        var entry = _text.Find(Common, "SamplingInterval")
            ?? throw Fault(null, "It states no SamplingInterval.", "The time of every sample follows from it.",
                "Add the line SamplingInterval=… with the microseconds from sample to sample.");
        var interval = Number(entry, entry.Value, "sampling interval");
        var rate = 1e6 / interval;
        if (!(interval > 0) || !double.IsFinite(rate) || rate > FastestHz)
            throw Fault(entry, Invariant($"The sampling interval is {interval} µs, a positive time was expected."),
                "The time of every sample follows from it.", "Find the true interval and correct the header.");
        return rate;
    }

    private BrainVisionLayout ReadLayout()
    {
        var count = ChannelCount();
        var isText = IsText();
        var (storedAs, isBigEndian) = isText ? (SampleType.Text, false) : BinaryType();
        var points = _text.Find(Common, "DataPoints") is { } entry && entry.Value.Trim().Length > 0
            ? WholeNumber(entry, "number of data points") : (long?)null;
        var symbol = Value(Ascii, "DecimalSymbol");
        return new(count, storedAs, isBigEndian, IsChannelMajor())
        {
            StatedPoints = points,
            DecimalSymbol = symbol.Length > 0 ? symbol[0] : '.',
            SkippedLines = Skipped("SkipLines"),
            SkippedColumns = Skipped("SkipColumns"),
        };
    }

    private int ChannelCount()
    {
        var described = _text.Section(Channels).Count;
        if (_text.Find(Common, "NumberOfChannels") is not { } entry)
        {
            _warnings.Add($"The header states no NumberOfChannels: the {described} channels that it describes are taken.");
            return described > 0 ? described
                : throw Fault(null, "It describes no channel.", "The samples cannot be parted.", "Copy the header again.");
        }

        var stated = WholeNumber(entry, "number of channels");
        if (stated != described || stated == 0)
            throw Fault(entry, $"The number of channels is {stated}, but [Channel Infos] describes {described}.",
                "Which sample belongs to which channel follows from it.", "Correct the header, or export the recording again.");
        return described;
    }

    private bool IsText()
    {
        var format = Value(Common, "DataFormat");
        if (format.Equals("BINARY", StringComparison.OrdinalIgnoreCase)) return false;
        if (format.Equals("ASCII", StringComparison.OrdinalIgnoreCase)) return true;
        if (format.Length > 0)
            throw Fault(_text.Find(Common, "DataFormat"), $"The data format is '{format}'; BINARY or ASCII was expected.",
                "How the samples are stored is therefore unknown.", "Correct the header, or export the recording again.");
        var isText = _text.Section(Binary).Count == 0;
        _warnings.Add($"The header states no DataFormat: by its other sections it is {(isText ? "ASCII" : "BINARY")}.");
        return isText;
    }

    private bool IsChannelMajor()
    {
        var orientation = Value(Common, "DataOrientation");
        return orientation.ToUpperInvariant() switch
        {
            "MULTIPLEXED" or "" => false,
            "VECTORIZED" => true,
            _ => throw Fault(_text.Find(Common, "DataOrientation"),
                $"The data orientation is '{orientation}'; MULTIPLEXED or VECTORIZED was expected.",
                "Which sample belongs to which channel follows from it.", "Correct the header, or export the recording again."),
        };
    }

    private (SampleType StoredAs, bool IsBigEndian) BinaryType()
    {
        var format = Value(Binary, "BinaryFormat");
        if (format.Length == 0) _warnings.Add("The header states no BinaryFormat: INT_16 is taken, as the specification says.");
        var type = format.ToUpperInvariant() switch
        {
            "INT_16" or "" => SampleType.Int16,
            "UINT_16" => SampleType.UInt16,
            "INT_32" => SampleType.Int32,
            "IEEE_FLOAT_32" => SampleType.Float32,
            _ => throw Fault(_text.Find(Binary, "BinaryFormat"),
                $"The binary format is '{format}'; INT_16, UINT_16, INT_32 or IEEE_FLOAT_32 was expected.",
                "How the samples are stored is therefore unknown.", "Correct the header, or export the recording again."),
        };
        return (type, Value(Binary, "UseBigEndianOrder").Equals("YES", StringComparison.OrdinalIgnoreCase));
    }

    private int Skipped(string key) => _text.Find(Ascii, key) is { } entry && entry.Value.Trim().Length > 0
        ? (int)Math.Min(WholeNumber(entry, key), int.MaxValue) : 0;

    private void ReadChannels()
    {
        var entries = new BrainVisionEntry?[Layout.ChannelCount];
        foreach (var entry in _text.Section(Channels)) entries[ChannelNumber(entry) - 1] = entry;
        var signals = new List<(string Label, DigitalScale Scale)>(entries.Length);
        var gains = ImmutableArray.CreateBuilder<double>(entries.Length);
        for (var i = 0; i < entries.Length; i++)
        {
            var entry = entries[i] ?? throw Fault(null, $"It does not describe channel {i + 1} of {entries.Length}.",
                "Its samples could not be scaled.", "Correct the header, or export the recording again.");
            var fields = entry.Fields();
            var (resolution, unit) = Resolution(entry, fields);
            signals.Add((fields[0], BrainVisionResolution.Scale(resolution, unit, Layout.StoredAs)));
            gains.Add(BrainVisionResolution.Gain(resolution, unit));
        }

        Scales = [.. signals.Select(s => s.Scale)];
        Gains = gains.MoveToImmutable();
        ChannelList = [.. ChannelNaming.Channels(signals, _warnings).Select((c, i) => Placed(Referenced(c, entries[i]!.Fields()), i))];
        Details = [.. ChannelList.Select((_, i) => Detail(signals[i].Label, i))];
        foreach (var place in _text.Section("Coordinates").Where(e => e.Value.Contains(',', StringComparison.Ordinal)))
            if (Coordinates(place) is null)
                _warnings.Add($"The coordinates '{place.Key}={place.Value}' are not three numbers and are left out.");
    }

    private int ChannelNumber(BrainVisionEntry entry)
    {
        if (entry.Key.StartsWith("Ch", StringComparison.OrdinalIgnoreCase)
            && int.TryParse(entry.Key.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= 1 && number <= Layout.ChannelCount) return number;
        throw Fault(entry, $"'{entry.Key}' stands where Ch1 to Ch{Layout.ChannelCount} were expected.",
            "The channel cannot be placed.", "Correct the header, or export the recording again.");
    }

    /// <summary>Without a unit a channel is in microvolts, without a resolution one step is one unit (section 3.4).</summary>
    private (decimal Resolution, string Unit) Resolution(BrainVisionEntry entry, string[] fields)
    {
        var (text, unit) = (fields.Length > 2 ? fields[2].Trim() : "", fields.Length > 3 ? fields[3].Trim() : "");
        if (unit.Length == 0) unit = ChannelUnit.Microvolt;
        if (unit == "n/a") unit = "";
        if (text.Length == 0) return (1, unit);
        if (BrainVisionResolution.TryParse(text, out var resolution)) return (resolution, unit);
        throw Fault(entry, $"The resolution of channel '{fields[0]}' is '{text}', which is no number.",
            "Its samples cannot be scaled without it.", "Correct the header, or export the recording again.");
    }

    private static Channel Referenced(Channel channel, string[] fields) =>
        fields.Length > 1 && fields[1].Trim().Length > 0 ? channel with { Reference = fields[1].Trim() } : channel;

    private Channel Placed(Channel channel, int index)
    {
        if (_text.Find("Coordinates", $"Ch{index + 1}") is not { } entry || Coordinates(entry) is not { Radius: > 0 } place) return channel;
        return channel with { Position = place.Direction };
    }

    private RecordedChannel Detail(string label, int index)
    {
        var filter = Setup.FilterOf(index + 1);
        var place = _text.Find("Coordinates", $"Ch{index + 1}") is { } entry ? Coordinates(entry) : null;
        return new()
        {
            SourceLabel = label,
            ImpedanceOhms = Setup.ImpedanceOf(label),
            HighPassHz = filter?.HighPassHz,
            LowPassHz = filter?.LowPassHz,
            NotchHz = filter?.NotchHz,
            Filtering = filter?.Words ?? "",
            // A radius of 1 is that of an ideal sphere, any other one is in millimetres.
            LocationMetres = place is { Radius: > 0 and not 1 and var r, Direction: var d }
                ? (d.X * r / 1000, d.Y * r / 1000, d.Z * r / 1000) : null,
        };
    }

    /// <summary>Radius, angle from the vertex, angle from the right ear towards the nose, in degrees.</summary>
    private static (double Radius, ElectrodePosition Direction)? Coordinates(BrainVisionEntry entry)
    {
        var numbers = new double[3];
        var fields = entry.Fields();
        for (var i = 0; i < 3; i++)
            if (i >= fields.Length || !double.TryParse(fields[i], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[i])
                || !double.IsFinite(numbers[i])) return null;
        var (theta, phi) = (numbers[1] * Math.PI / 180, numbers[2] * Math.PI / 180);
        return (numbers[0], new(Math.Sin(theta) * Math.Cos(phi), Math.Sin(theta) * Math.Sin(phi), Math.Cos(theta)));
    }

    private string Value(string section, string key) => _text.Find(section, key)?.Value.Trim() ?? "";

    private long WholeNumber(BrainVisionEntry entry, string what)
    {
        var number = Number(entry, entry.Value, what);
        if (number >= 0 && number < 1e15 && number == Math.Truncate(number)) return (long)number;
        throw Fault(entry, Invariant($"The {what} is {number}, a whole number was expected."),
            "The layout of the samples follows from it.", "Correct the header, or export the recording again.");
    }

    private double Number(BrainVisionEntry entry, string text, string what)
    {
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number))
            return number;
        if (double.TryParse(text.Replace(',', '.'), NumberStyles.Float, CultureInfo.InvariantCulture, out number)
            && double.IsFinite(number))
        {
            _warnings.Add(Invariant($"The {what} is '{text.Trim()}' with a decimal comma: read as {number}."));
            return number;
        }

        throw Fault(entry, $"The {what} is '{text.Trim()}', which is no number.", "The samples cannot be read without it.",
            "Correct the header, or export the recording again.");
    }

    private RecordingFormatException Fault(BrainVisionEntry? entry, string what, string why, string remedy) =>
        new(_file, entry?.Offset, what, why, remedy);

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
