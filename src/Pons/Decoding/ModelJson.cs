using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text.Json;
using Pons.Streams;

namespace Pons.Decoding;

/// <summary>The two parts of a model file as JSON. Members come in one fixed order, since hashes are taken over them.</summary>
internal static class ModelJson
{
    public static void Write(Utf8JsonWriter json, ModelContent content)
    {
        json.WriteStartObject();
        json.WriteString("decoder", content.Decoder);
        Write(json, "parameters", content.Parameters);
        json.WritePropertyName("stream");
        Write(json, content.Stream);
        json.WriteNumber("sampleCount", content.SampleCount);
        json.WriteStartArray("classes");
        foreach (var label in content.Classes) json.WriteStringValue(label.Name);
        json.WriteEndArray();
        json.WriteStartArray("arrays");
        foreach (var array in content.Arrays) Write(json, array);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, ModelLineage lineage)
    {
        json.WriteStartObject();
        json.WriteString("createdBy", lineage.CreatedBy);
        json.WriteString("paradigm", lineage.Paradigm);
        Write(json, "paradigmParameters", lineage.ParadigmParameters);
        json.WriteNumber("trialCount", lineage.TrialCount);
        Write(json, lineage.Inputs);
        json.WriteEndObject();
    }

    /// <summary>The files that something was made from, as the property <c>inputs</c>.</summary>
    public static void Write(Utf8JsonWriter json, ImmutableArray<ModelInput> inputs)
    {
        json.WriteStartArray("inputs");
        foreach (var input in inputs)
        {
            json.WriteStartObject();
            json.WriteString("name", input.Name);
            json.WriteString("sha256", input.Sha256);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    public static ModelContent ReadContent(JsonElement json) => new(
        Text(json, "decoder"),
        ReadNumbers(json.GetProperty("parameters")),
        ReadStream(json.GetProperty("stream")),
        json.GetProperty("sampleCount").GetInt32(),
        [.. json.GetProperty("classes").EnumerateArray().Select(c => new ClassLabel(c.GetString()!))],
        [.. json.GetProperty("arrays").EnumerateArray().Select(ReadArray)]);

    public static ModelLineage ReadLineage(JsonElement json) => new(
        Text(json, "paradigm"),
        ReadNumbers(json.GetProperty("paradigmParameters")),
        [.. json.GetProperty("inputs").EnumerateArray().Select(i => new ModelInput(Text(i, "name"), Text(i, "sha256")))],
        json.GetProperty("trialCount").GetInt32(),
        Text(json, "createdBy"));

    public static void Write(Utf8JsonWriter json, string name, ImmutableSortedDictionary<string, double> numbers)
    {
        json.WriteStartObject(name);
        foreach (var (key, value) in numbers.OrderBy(p => p.Key, StringComparer.Ordinal)) json.WriteNumber(key, value);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, StreamInfo stream)
    {
        json.WriteStartObject();
        json.WriteString("name", stream.Name);
        json.WriteString("clock", stream.Clock.Name);
        if (stream.RateHz is { } rate) json.WriteNumber("rateHz", rate);
        json.WriteNumber("delaySeconds", stream.DelaySeconds);
        json.WriteStartArray("channels");
        foreach (var channel in stream.Channels) Write(json, channel);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Channel channel)
    {
        json.WriteStartObject();
        json.WriteString("label", channel.Label);
        json.WriteString("kind", channel.Kind.ToString());
        json.WriteString("unit", channel.Unit);
        if (channel.Reference is { } reference) json.WriteString("reference", reference);
        if (channel.Position is { } position)
        {
            json.WriteStartArray("position");
            foreach (var value in (ReadOnlySpan<double>)[position.X, position.Y, position.Z]) json.WriteNumberValue(value);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, ModelArray array)
    {
        json.WriteStartObject();
        json.WriteString("name", array.Name);
        json.WriteStartArray("shape");
        foreach (var length in array.Shape) json.WriteNumberValue(length);
        json.WriteEndArray();
        var bytes = new byte[array.Values.Length * sizeof(double)];
        for (var i = 0; i < array.Values.Length; i++)
            BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(i * sizeof(double)), array.Values[i]);
        json.WriteBase64String("float64", bytes);
        json.WriteEndObject();
    }

    private static StreamInfo ReadStream(JsonElement json)
    {
        double? rateHz = json.TryGetProperty("rateHz", out var rate) ? rate.GetDouble() : null;
        var channels = json.GetProperty("channels").EnumerateArray().Select(ReadChannel).ToImmutableArray();
        return new(Text(json, "name"), channels, rateHz, new(Text(json, "clock")))
        {
            DelaySeconds = json.GetProperty("delaySeconds").GetDouble(),
        };
    }

    private static Channel ReadChannel(JsonElement json) => new(
        Text(json, "label"),
        Enum.Parse<ChannelKind>(Text(json, "kind")),
        Text(json, "unit"),
        json.TryGetProperty("reference", out var reference) ? reference.GetString() : null,
        json.TryGetProperty("position", out var position) ? ReadPosition(position) : null);

    private static ElectrodePosition ReadPosition(JsonElement json) => new(json[0].GetDouble(), json[1].GetDouble(), json[2].GetDouble());

    public static ModelArray ReadArray(JsonElement json)
    {
        var shape = json.GetProperty("shape").EnumerateArray().Select(v => v.GetInt32()).ToImmutableArray();
        var bytes = json.GetProperty("float64").GetBytesFromBase64();
        var values = new double[bytes.Length / sizeof(double)];
        for (var i = 0; i < values.Length; i++) values[i] = BinaryPrimitives.ReadDoubleLittleEndian(bytes.AsSpan(i * sizeof(double)));
        var expected = shape.Aggregate(
            1L, (product, length) => length < 0 ? throw new FormatException("A length is negative.") : checked(product * length));
        if (bytes.Length != expected * sizeof(double))
            throw new FormatException($"An array of {string.Join(" × ", shape)} has {bytes.Length} bytes.");
        return new(Text(json, "name"), shape, ImmutableCollectionsMarshal.AsImmutableArray(values));
    }

    public static ImmutableSortedDictionary<string, double> ReadNumbers(JsonElement json) =>
        json.EnumerateObject().ToImmutableSortedDictionary(p => p.Name, p => p.Value.GetDouble(), StringComparer.Ordinal);

    public static string Text(JsonElement json, string name) =>
        json.GetProperty(name).GetString() ?? throw new FormatException($"'{name}' is not a text.");
}
