using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace Pons.Formats.RawBinary;

/// <summary>Reads names and values out of a description: a JSON object, or lines <c>key = value</c> as phy writes them.</summary>
internal static class RawDescriptionText
{
    /// <summary>A description is short; anything longer is something else.</summary>
    public const int LongestBytes = 1 << 18;

    public const string PythonName = "params.py";

    private static readonly SearchValues<char> WordEnds = SearchValues.Create(" \t\r,])#");

    /// <summary>The values; <see langword="null"/> when the text is neither form.</summary>
    public static Dictionary<string, ImmutableArray<string>>? Values(string name, string text) =>
        name.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? Json(text)
        : name.Equals(PythonName, StringComparison.OrdinalIgnoreCase) ? Lines(text) : null;

    private static Dictionary<string, ImmutableArray<string>>? Json(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
            if (document.RootElement.ValueKind != JsonValueKind.Object) return null;
            var values = new Dictionary<string, ImmutableArray<string>>(StringComparer.Ordinal);
            foreach (var property in document.RootElement.EnumerateObject()) values.TryAdd(property.Name, [.. Items(property.Value)]);
            return values;
        }
        catch (JsonException)
        {
            // A JSON file beside a recording may be anything; only a whole object can describe it.
            return null;
        }
        catch (InvalidOperationException)
        {
            // A name or text with half a character.
            return null;
        }
    }

    private static IEnumerable<string> Items(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => value.EnumerateArray().Where(i => i.ValueKind is JsonValueKind.String or JsonValueKind.Number).Select(i => i.ToString()),
        JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => [value.ToString()],
        _ => [],
    };

    /// <summary>The text is read as data: nothing in it is ever executed.</summary>
    private static Dictionary<string, ImmutableArray<string>> Lines(string text)
    {
        var values = new Dictionary<string, ImmutableArray<string>>(StringComparer.Ordinal);
        foreach (var line in text.Split('\n'))
            if (line.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals && line[..equals].Trim() is { Length: > 0 } key)
                values.TryAdd(key, [.. Literals(line[(equals + 1)..])]);
        return values;
    }

    /// <summary>One literal, or those of a list: texts in quotes, numbers, names.</summary>
    private static IEnumerable<string> Literals(string text)
    {
        for (var at = 0; at < text.Length;)
        {
            var letter = text[at];
            if (letter == '#') yield break;
            if (letter is '\'' or '"')
            {
                var end = text.IndexOf(letter, at + 1);
                if (end < 0) end = text.Length;
                yield return text[(at + 1)..end];
                at = end + 1;
            }
            else if (letter is 'r' or 'u' && at + 1 < text.Length && text[at + 1] is '\'' or '"') at++;
            else if (char.IsWhiteSpace(letter) || letter is '[' or ']' or '(' or ')' or ',') at++;
            else
            {
                var end = text.AsSpan(at).IndexOfAny(WordEnds);
                end = end < 0 ? text.Length : at + end;
                yield return Plain(text[at..end]);
                at = end;
            }
        }
    }

    /// <summary>Python writes 25000. for 25000.0.</summary>
    private static string Plain(string word) =>
        double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? number.ToString(CultureInfo.InvariantCulture) : word;
}
