using System.Text;
using System.Text.Json;

namespace Pons.Devices.OpenEphys;

/// <summary>What the JSON frame of a message says. Names and texts are the bytes of the JSON, still escaped.</summary>
internal ref struct OpenEphysHeader
{
    private static readonly JsonReaderOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, MaxDepth = 16 };

    public long? MessageNumber { get; private set; }

    public ReadOnlySpan<byte> Stream { get; private set; }

    public ReadOnlySpan<byte> ChannelName { get; private set; }

    public ReadOnlySpan<byte> Electrode { get; private set; }

    public long Channel { get; private set; }

    public long? SampleNumber { get; private set; }

    public long SampleCount { get; private set; }

    public double RateHz { get; private set; }

    /// <summary>Kind of an event: 3 a line of logic, 5 a text; 0 when none is stated.</summary>
    public long EventType { get; private set; }

    public long SortedId { get; private set; }

    public bool IsSpike { get; private set; }

    /// <summary>Reads the frame; unknown members are passed over.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static OpenEphysHeader Read(ReadOnlySpan<byte> json)
    {
        var header = new OpenEphysHeader { Channel = -1, SampleCount = -1 };
        var reader = new Utf8JsonReader(json, Lenient);
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName) continue;
            var name = reader.ValueSpan;
            if (!reader.Read()) break;
            if (reader.TokenType == JsonTokenType.StartArray) reader.Skip();
            else if (reader.TokenType == JsonTokenType.Number) header.Set(name, reader);
            else if (reader.TokenType == JsonTokenType.String) header.Set(name, reader.ValueSpan);
            else if (reader.TokenType == JsonTokenType.StartObject && name.SequenceEqual("spike"u8)) header.IsSpike = true;
        }

        return header;
    }

    /// <summary>Text of an escaped value.</summary>
    public static string Text(ReadOnlySpan<byte> escaped)
    {
        byte[] quoted = [(byte)'"', .. escaped, (byte)'"'];
        var reader = new Utf8JsonReader(quoted);
        reader.Read();
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return Encoding.UTF8.GetString(escaped); // bytes that are no text stay a name, if an odd one
        }
    }

    private void Set(scoped ReadOnlySpan<byte> name, ReadOnlySpan<byte> text)
    {
        if (name.SequenceEqual("stream"u8)) Stream = text;
        else if (name.SequenceEqual("channel_name"u8)) ChannelName = text;
        else if (name.SequenceEqual("electrode"u8)) Electrode = text;
    }

    private void Set(scoped ReadOnlySpan<byte> name, Utf8JsonReader reader)
    {
        if (!reader.TryGetDouble(out var number)) return;
        if (name.SequenceEqual("sample_rate"u8)) RateHz = number;
        if (!reader.TryGetInt64(out var value)) return;
        if (name.SequenceEqual("message_num"u8)) MessageNumber = value;
        else if (name.SequenceEqual("sample_num"u8)) SampleNumber = value;
        else if (name.SequenceEqual("num_samples"u8)) SampleCount = value;
        else if (name.SequenceEqual("channel_num"u8)) Channel = value;
        else if (name.SequenceEqual("type"u8)) EventType = value;
        else if (name.SequenceEqual("sorted_id"u8)) SortedId = value;
    }
}
