using System.Collections.Immutable;
using System.Text.Json;

namespace Pons.Formats.OpenEphys;

/// <summary>What a <c>structure.oebin</c> says of one recording.</summary>
internal sealed record OpenEphysStructure(string Version, ImmutableArray<OpenEphysContinuous> Continuous, ImmutableArray<OpenEphysEventFolder> Events,
    int SpikeFolders)
{
    private const int LongestText = 32 << 20;

    public static OpenEphysStructure Read(Stream file, string name)
    {
        if (file.Length == 0) throw RecordingFormat.Empty(name);
        if (file.Length > LongestText) throw Fault(name, null, $"The description has {file.Length} bytes; at most {LongestText} were expected.");
        file.Position = 0;
        try
        {
            // Bytes that are no UTF-8 become question marks here; inside the document they would only be found when a text is asked for.
            using var text = new StreamReader(file, leaveOpen: true);
            using var document = JsonDocument.Parse(text.ReadToEnd(), new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object) throw Fault(name, 0, "The description is no object.");
            return new(Text(root, "GUI version"), [.. Items(root, "continuous").Select(i => ContinuousOf(i, name))],
                [.. Items(root, "events").Select(EventsOf)], Items(root, "spikes").Count());
        }
        catch (JsonException e)
        {
            throw Fault(name, null, $"The description is no JSON at line {e.LineNumber + 1}, byte {e.BytePositionInLine}.", e);
        }
    }

    private static OpenEphysContinuous ContinuousOf(JsonElement item, string name)
    {
        var channels = Items(item, "channels").Select(c => new OpenEphysChannel(Text(c, "channel_name"), Number(c, "bit_volts") ?? 0, Text(c, "units"),
            Text(c, "description"))).ToImmutableArray();
        var rate = Number(item, "sample_rate");
        if (rate is not (> 1e-3 and < 1e7)) throw Fault(name, null, $"The stream '{Text(item, "folder_name")}' has the sampling rate {rate}.");
        var count = Number(item, "num_channels") ?? channels.Length;
        if (count != channels.Length || channels.IsEmpty)
            throw Fault(name, null, $"The stream '{Text(item, "folder_name")}' has {count} channels, and {channels.Length} are described.");
        return new(Folder(item), rate.Value, channels, Text(item, "source_processor_name"), Text(item, "stream_name"));
    }

    private static OpenEphysEventFolder EventsOf(JsonElement item) =>
        new(Folder(item), Text(item, "channel_name"), Number(item, "sample_rate") ?? 0, Text(item, "stream_name"));

    private static string Folder(JsonElement item) => Text(item, "folder_name").Replace('\\', '/').Trim('/');

    private static IEnumerable<JsonElement> Items(JsonElement item, string name) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Where(i => i.ValueKind == JsonValueKind.Object) : [];

    private static string Text(JsonElement item, string name) =>
        item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? SafeText(value) : "";

    /// <summary>A text may hold half a character, which cannot be decoded.</summary>
    private static string SafeText(JsonElement value)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return value.GetRawText().Trim('"');
        }
    }

    private static double? Number(JsonElement item, string name) =>
        item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) ? number : null;

    private static RecordingFormatException Fault(string name, long? at, string what, Exception? inner = null) =>
        new(name, at, what, "It says how the samples lie.", "Copy the folder again from where it was recorded.", inner);
}

/// <summary>Streams of samples.</summary>
internal sealed record OpenEphysContinuous(
    string Folder, double RateHz, ImmutableArray<OpenEphysChannel> Channels, string Processor, string StreamName)
{
    public int ChannelCount => Channels.Length;
}

/// <summary>One channel.</summary>
internal sealed record OpenEphysChannel(string Name, double BitVolts, string Unit, string Description)
{
    /// <summary>Inputs of the board are in volts, electrodes in microvolts, where the file does not say.</summary>
    public string UnitText => Unit.Length > 0 ? Unit : Name.Contains("ADC", StringComparison.Ordinal) ? "V" : "uV";
}

/// <summary>A folder of events.</summary>
internal sealed record OpenEphysEventFolder(string Folder, string Name, double RateHz, string StreamName);
