using System.Collections.Immutable;

namespace Pons.Formats.Bids.Hed;

/// <summary>What a vocabulary says of a tag, a unit or a modifier: words, or words with values.</summary>
internal sealed class HedAttributes
{
    private readonly Dictionary<string, ImmutableArray<string>> _values = new(StringComparer.Ordinal);

    public bool Has(string name) => _values.ContainsKey(name);

    public ImmutableArray<string> Values(string name) => _values.TryGetValue(name, out var values) ? values : [];

    public void Add(string name, ImmutableArray<string> values) => _values[name] = values;

    /// <summary>Attributes as the lines of <c>Vocabularies</c> have them: <c>takesValue valueClass=numericClass</c>.</summary>
    public static HedAttributes Parse(ReadOnlySpan<char> text)
    {
        var attributes = new HedAttributes();
        foreach (var range in text.Split(' '))
        {
            var word = text[range].ToString();
            var equals = word.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0) attributes.Add(word[..equals], [.. word[(equals + 1)..].Split(',')]);
            else if (word.Length > 0) attributes.Add(word, []);
        }

        return attributes;
    }
}
