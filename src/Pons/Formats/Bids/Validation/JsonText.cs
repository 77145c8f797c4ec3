using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Pons.Formats.Bids.Validation;

/// <summary>A JSON file of a data set: its parts with their places, or the fault that keeps it from being read.</summary>
internal sealed class JsonText
{
    /// <summary>The longest file that is read, in bytes.</summary>
    public const int LongestFile = 16 << 20;

    private readonly int[] _lineStarts;

    private JsonText(JsonPart root, int[] lineStarts)
    {
        Root = root;
        _lineStarts = lineStarts;
    }

    public JsonPart Root { get; }

    /// <summary>Line and column of a place, both from 1.</summary>
    public (int Line, int Column) PlaceOf(long offset)
    {
        var line = Array.BinarySearch(_lineStarts, (int)offset);
        if (line < 0) line = ~line - 1;
        return (line + 1, (int)offset - _lineStarts[line] + 1);
    }

    public static JsonText? Read(DatasetFile file, FaultList faults)
    {
        if (file.Length > LongestFile)
        {
            faults.Block(file, "json-long", found: Shown.Of(file.Length));
            return null;
        }

        var bytes = File.ReadAllBytes(file.FullPath);
        var content = bytes.AsSpan();
        if (FindEncodingFault(content) is { } fault)
        {
            faults.Block(file, "json-encoding", found: fault.Text).Byte = fault.Byte;
            return null;
        }

        try
        {
            var reader = new Utf8JsonReader(content, new JsonReaderOptions { MaxDepth = 64 });
            reader.Read();
            var root = ReadPart(ref reader);
            reader.Read();
            var text = new JsonText(root, LineStarts(content));
            text.Look(file, faults);
            return file.Blocked is null ? text : null;
        }
        catch (JsonException broken)
        {
            var at = faults.Block(file, "json-syntax", found: Excerpt(content, broken));
            at.Line = (int)(broken.LineNumber ?? 0) + 1;
            at.Column = (int)(broken.BytePositionInLine ?? 0) + 1;
            return null;
        }
    }

    private void Look(DatasetFile file, FaultList faults)
    {
        if (Root.Kind != JsonValueKind.Object)
        {
            faults.Block(file, "json-object", found: Root.Shown);
            return;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in Root.Members)
            if (!seen.Add(member.Name)) faults.Add(file, "json-twice", name: member.Name).At(PlaceOf(member.Offset));
    }

    private static (string Text, long Byte)? FindEncodingFault(ReadOnlySpan<byte> content)
    {
        if (content.StartsWith("\uFEFF"u8)) return ("EF BB BF", 0);
        if (content.Length >= 2 && content[0] + content[1] == 0xFE + 0xFF && content[0] >= 0xFE) return ("UTF-16", 0);
        if (Utf8.IsValid(content)) return null;
        var at = Utf8Faults.First(content);
        return ($"{content[at]:X2}", at);
    }

    /// <summary>Reads a document that comes with Pons.</summary>
    public static JsonPart Parse(ReadOnlySpan<byte> content)
    {
        var reader = new Utf8JsonReader(content);
        reader.Read();
        return ReadPart(ref reader);
    }

    private static JsonPart ReadPart(ref Utf8JsonReader reader)
    {
        var offset = reader.TokenStartIndex;
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                var members = ImmutableArray.CreateBuilder<JsonMember>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                {
                    var (name, place) = (Unescaped(ref reader), reader.TokenStartIndex);
                    reader.Read();
                    members.Add(new(name, place, ReadPart(ref reader)));
                }

                return new(JsonValueKind.Object, offset, "") { Members = members.DrainToImmutable() };
            case JsonTokenType.StartArray:
                var items = ImmutableArray.CreateBuilder<JsonPart>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) items.Add(ReadPart(ref reader));
                return new(JsonValueKind.Array, offset, "") { Items = items.DrainToImmutable() };
            case JsonTokenType.String: return new(JsonValueKind.String, offset, Unescaped(ref reader));
            case JsonTokenType.Number: return new(JsonValueKind.Number, offset, Encoding.UTF8.GetString(reader.ValueSpan));
            case JsonTokenType.True: return new(JsonValueKind.True, offset, "true");
            case JsonTokenType.False: return new(JsonValueKind.False, offset, "false");
            default: return new(JsonValueKind.Null, offset, "null");
        }
    }

    /// <summary>A lone surrogate in an escape is no text; such a file is as broken as one with a missing quote.</summary>
    private static string Unescaped(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw new JsonException("lone surrogate", null, null, null);
        }
    }

    /// <summary>The text around the place where parsing stopped.</summary>
    private static string Excerpt(ReadOnlySpan<byte> content, JsonException broken)
    {
        var line = content;
        for (var i = broken.LineNumber ?? 0; i > 0; i--) line = line[(line.IndexOf((byte)'\n') + 1)..];
        var end = line.IndexOfAny((byte)'\n', (byte)'\r');
        if (end >= 0) line = line[..end];
        var at = (int)Math.Clamp(broken.BytePositionInLine ?? 0, 0, line.Length);
        var (from, to) = (Math.Max(0, at - 30), Math.Min(line.Length, at + 20));
        var text = Encoding.UTF8.GetString(line[from..to]).Trim();
        return text.Length > 0 ? text : "…";
    }

    private static int[] LineStarts(ReadOnlySpan<byte> content)
    {
        var starts = new List<int> { 0 };
        for (var i = 0; i < content.Length; i++)
            if (content[i] == '\n') starts.Add(i + 1);
        return [.. starts];
    }
}
