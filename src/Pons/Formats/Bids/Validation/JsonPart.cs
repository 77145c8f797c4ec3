using System.Collections.Immutable;
using System.Text.Json;

namespace Pons.Formats.Bids.Validation;

/// <summary>A part of a JSON document that knows where it stands.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Offset">Where it begins, in bytes from the start of the file.</param>
/// <param name="Text">The text of a string without quotes, or of a number; else how it would be shown.</param>
internal sealed record JsonPart(JsonValueKind Kind, long Offset, string Text)
{
    public ImmutableArray<JsonMember> Members { get; init; } = [];

    public ImmutableArray<JsonPart> Items { get; init; } = [];

    /// <summary>The value of a member; the last one when the name occurs again, as readers have it.</summary>
    public JsonPart? this[string name]
    {
        get
        {
            for (var i = Members.Length - 1; i >= 0; i--)
                if (Members[i].Name == name) return Members[i].Value;
            return null;
        }
    }

    /// <summary>The value as a person would write it, shortened.</summary>
    public string Shown => Kind switch
    {
        JsonValueKind.String => $"\"{Shorten(Text)}\"",
        JsonValueKind.Object => "{…}",
        JsonValueKind.Array => "[…]",
        _ => Text,
    };

    /// <summary>Texts of the items of an array, or words of a text; empty when the member is not there.</summary>
    public ImmutableArray<string> Words(string name) => this[name] switch
    {
        { Kind: JsonValueKind.Array } array => [.. array.Items.Select(i => i.Text)],
        { } text => [.. text.Text.Split(' ')],
        null => [],
    };

    public bool IsText(string text) => Kind == JsonValueKind.String && Text == text;

    public bool SameAs(JsonPart other) =>
        Kind == other.Kind && Text == other.Text && Items.Length == other.Items.Length && Members.Length == other.Members.Length
        && Items.Zip(other.Items).All(p => p.First.SameAs(p.Second))
        && Members.All(m => other[m.Name] is { } value && m.Value.SameAs(value));

    private static string Shorten(string text) => text.Length <= 60 ? text : text[..57] + "…";
}
