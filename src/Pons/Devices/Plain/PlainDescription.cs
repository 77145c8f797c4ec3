using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Pons.Streams;

namespace Pons.Devices.Plain;

/// <summary>
/// What a device sends in frames of a fixed length, as a JSON file tells it; <c>docs/reference/json/plain-device.schema.json</c>. Places are bytes
/// from the start of a frame. Immutable; checked when it is read.
/// </summary>
internal sealed record PlainDescription(
    string Name, PlainTransport Transport, double RateHz, PlainSampleType SampleType, PlainFrame Frame, ImmutableArray<PlainChannel> Channels,
    string Type = "EEG", PlainByteOrder ByteOrder = PlainByteOrder.Little, PlainOrder Order = PlainOrder.SampleMajor, int SamplesPerFrame = 1)
{
    public const int LargestFrame = 65_507;
    private const int LargestFile = 1 << 20;

    /// <summary>Bytes of one value.</summary>
    [JsonIgnore]
    public int ValueBytes => SampleType switch
    {
        PlainSampleType.Int8 or PlainSampleType.Uint8 => 1,
        PlainSampleType.Int16 or PlainSampleType.Uint16 => 2,
        PlainSampleType.Int24 => 3,
        PlainSampleType.Float64 => 8,
        _ => 4,
    };

    [JsonIgnore]
    public int DataBytes => SamplesPerFrame * Channels.Length * ValueBytes;

    /// <summary>Reads the file that an address names.</summary>
    /// <exception cref="DeviceException">There is no such file, or it describes no device that can be.</exception>
    public static PlainDescription Of(DeviceAddress address)
    {
        address.RequireOnly("description", "listen");
        var file = address.Option("description", "");
        if (file.Length == 0) throw Wrong(address.ToString(), "no description is given.", "Add ?description=FILE.json.");
        try
        {
            if (new FileInfo(file) is { Exists: true, Length: > LargestFile })
                throw Wrong($"'{file}'", "it is larger than 1 MB.", "Name the description of the device.");
            return Parse(File.ReadAllText(file), file);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw Wrong($"'{file}'", $"it cannot be read ({fault.Message.TrimEnd('.')}).", "Check the name of the file.");
        }
    }

    /// <summary>Reads a description.</summary>
    /// <exception cref="DeviceException">It describes no device that can be.</exception>
    public static PlainDescription Parse(string json, string name)
    {
        try
        {
            var read = JsonSerializer.Deserialize(json, PlainJson.Default.PlainDescription) ?? throw new JsonException("it is empty");
            foreach (var fault in read.Faults())
                throw Wrong($"'{name}'", fault, "Correct the description; docs/guides/plain-devices.md explains each part.");
            return read;
        }
        catch (JsonException fault)
        {
            throw Wrong($"'{name}'", $"it describes no device ({fault.Message.TrimEnd('.')}).", "Write it as docs/guides/plain-devices.md shows.");
        }
    }

    public StreamInfo Info(DeviceAddress address) =>
        new(Name, [.. Channels.Select(c => new Channel(c.Label, c.Kind, c.Unit))], RateHz, new(address.ToString()));

    private static DeviceException Wrong(string what, string fault, string remedy) =>
        new(what, fault, "Without a correct description bytes would be taken for other values.", remedy)
        { IsFinal = true, Code = DeviceFaultCode.Settings };

    /// <summary>What cannot be; the first of it is told.</summary>
    private IEnumerable<string> Faults()
    {
        if (Name.Length == 0) yield return "name is empty.";
        if (!(RateHz is > 0 and <= 1e6)) yield return FormattableString.Invariant($"rateHz is {RateHz}, not above 0 and at most 1000000.");
        if (Channels.IsDefaultOrEmpty || Channels.Length > 4096)
            yield return $"there are {(Channels.IsDefault ? 0 : Channels.Length)} channels, not 1 to 4096.";
        if (SamplesPerFrame is < 1 or > 10_000) yield return $"samplesPerFrame is {SamplesPerFrame}, not 1 to 10000.";
        foreach (var channel in Channels)
            if (channel.Label.Length == 0 || !double.IsFinite(channel.Offset) || !double.IsFinite(channel.Scale) || channel.Scale == 0)
                yield return FormattableString.Invariant(
                    $"channel '{channel.Label}' has scale {channel.Scale} and offset {channel.Offset}; it needs a label and a scale that is not 0.");
        if (Channels.GroupBy(c => c.Label).FirstOrDefault(g => g.Count() > 1) is { } twice) yield return $"two channels are called '{twice.Key}'.";
        if ((long)SamplesPerFrame * Channels.Length * ValueBytes > LargestFrame)
            yield return $"the data of a frame are longer than {LargestFrame} bytes.";
        foreach (var fault in Frame.Faults(DataBytes)) yield return fault;
    }
}
