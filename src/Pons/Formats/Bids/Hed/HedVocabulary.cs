using System.Text;
using System.Text.RegularExpressions;

namespace Pons.Formats.Bids.Hed;

/// <summary>
/// One version of a HED vocabulary: tags by name, units, and what values look like. Those that come with Pons are in the folder
/// <c>Vocabularies</c>; others are read from the XML files of the HED Working Group by <see cref="HedVocabularyXml"/>.
/// </summary>
internal sealed partial class HedVocabulary(string version)
{
    private readonly Dictionary<string, HedNode> _tags = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, HedUnitClass> _unitClasses = new(StringComparer.Ordinal);
    private readonly List<HedUnitModifier> _modifiers = [];

    /// <summary>The version as <c>HEDVersion</c> states it, without prefix: <c>8.4.0</c>, <c>score_2.1.0</c>.</summary>
    public string Version { get; } = version;

    public int TagCount => _tags.Count;

    /// <summary>The version that comes with Pons; <see langword="null"/> when it does not.</summary>
    public static HedVocabulary? Shipped(string version)
    {
        using var stream = typeof(HedVocabulary).Assembly.GetManifestResourceStream($"hed/{version}.txt");
        if (stream is null) return null;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return Read(reader);
    }

    /// <summary>Versions that come with Pons.</summary>
    public static IEnumerable<string> ShippedVersions => typeof(HedVocabulary).Assembly.GetManifestResourceNames()
        .Where(n => n.StartsWith("hed/", StringComparison.Ordinal)).Select(n => n["hed/".Length..^".txt".Length]);

    /// <summary>Everything that it says, as one text, to compare two.</summary>
    public string Describe() => string.Join('\n', _tags.Values.Select(t => t.Describe()).Order(StringComparer.Ordinal)
        .Concat(_unitClasses.Values.Select(u => u.Describe()).Order(StringComparer.Ordinal)).Concat(_modifiers.Select(m => m.ToString())));

    public HedNode? Find(string name) => _tags.GetValueOrDefault(name);

    public IEnumerable<string> Near(string name, int count) => Nearness.Nearest(name, _tags.Keys, count);

    public IEnumerable<string> UnitsOf(HedNode value) => value.UnitClasses.SelectMany(c => _unitClasses.TryGetValue(c, out var units) ? units.UnitNames : []);

    public HedNode AddTag(string name, HedNode? parent, HedAttributes attributes)
    {
        var node = new HedNode(name, parent, attributes);
        if (name != "#") _tags.TryAdd(name, node);
        return node;
    }

    public HedUnitClass AddUnitClass(string name)
    {
        var units = new HedUnitClass(name);
        _unitClasses[name] = units;
        return units;
    }

    public void AddModifier(string name, HedAttributes attributes) => _modifiers.Add(new(name, attributes.Has("SIUnitSymbolModifier")));

    /// <summary>Takes a value apart; what is left is the number or text without its unit.</summary>
    /// <param name="value">What the tag's value is.</param>
    /// <param name="text">The text behind the slash.</param>
    /// <param name="unit">Whether it has a unit, and one that belongs to it.</param>
    public string WithoutUnit(HedNode value, string text, out HedUnitFinding unit)
    {
        unit = HedUnitFinding.NotNeeded;
        if (value.UnitClasses.IsEmpty) return text;
        var classes = value.UnitClasses.Select(c => _unitClasses.GetValueOrDefault(c)).OfType<HedUnitClass>().ToList();
        foreach (var prefix in classes.SelectMany(c => c.Prefixes).Where(p => text.StartsWith(p, StringComparison.Ordinal)))
        {
            unit = HedUnitFinding.Known;
            return text[prefix.Length..].TrimStart();
        }

        var blank = text.IndexOf(' ', StringComparison.Ordinal);
        if (blank < 0)
        {
            unit = HedUnitFinding.Missing;
            return text;
        }

        unit = classes.Any(c => c.Has(text[(blank + 1)..], _modifiers)) ? HedUnitFinding.Known : HedUnitFinding.Unknown;
        return text[..blank];
    }

    /// <summary>Whether a value, its unit taken off, is of one of the classes of its tag.</summary>
    public static bool FitsClass(HedNode value, string text)
    {
        if (value.ValueClasses.IsEmpty) return value.UnitClasses.IsEmpty || Number().IsMatch(text);
        return value.ValueClasses.Any(c => c switch
        {
            "numericClass" => Number().IsMatch(text),
            "nameClass" => IsName(text),
            "textClass" => text.Length > 0 && !text.AsSpan().ContainsAny(",{}") && !text.Any(char.IsControl),
            "dateTimeClass" => DateAndTime().IsMatch(text),
            _ => text.Length > 0,
        });
    }

    /// <summary>Letters of any script, digits, hyphen and underscore.</summary>
    public static bool IsName(string text) =>
        text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' || c >= '\u0080');

    /// <summary>Reads the line form: depth by blanks, then a name, then behind a tab its attributes.</summary>
    private static HedVocabulary Read(StreamReader reader)
    {
        HedVocabulary? vocabulary = null;
        var (part, path) = ("", new List<HedNode>());
        HedUnitClass? units = null;
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0 || line[0] == '#') continue;
            var depth = line.Length - line.AsSpan().TrimStart(' ').Length;
            if (depth == 0)
            {
                if (line.StartsWith("version ", StringComparison.Ordinal)) vocabulary = new(line["version ".Length..]);
                part = line;
                continue;
            }

            var tab = line.IndexOf('\t', StringComparison.Ordinal);
            var name = tab < 0 ? line[depth..] : line[depth..tab];
            var attributes = tab < 0 ? new() : HedAttributes.Parse(line.AsSpan(tab + 1));
            if (part == "tags") AddAt(vocabulary!, path, depth, name, attributes);
            else if (part == "modifiers") vocabulary!.AddModifier(name, attributes);
            else if (depth == 1) units = vocabulary!.AddUnitClass(name);
            else units!.Add(new(name, attributes.Has("SIUnit"), attributes.Has("unitSymbol"), attributes.Has("unitPrefix")));
        }

        return vocabulary!;
    }

    private static void AddAt(HedVocabulary vocabulary, List<HedNode> path, int depth, string name, HedAttributes attributes)
    {
        path.RemoveRange(depth - 1, path.Count - depth + 1);
        path.Add(vocabulary.AddTag(name, path.Count > 0 ? path[^1] : null, attributes));
    }

    [GeneratedRegex(@"^[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$")]
    private static partial Regex Number();

    [GeneratedRegex(@"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?(?:Z|[+-][0-9]{2}:[0-9]{2})?$")]
    private static partial Regex DateAndTime();
}
