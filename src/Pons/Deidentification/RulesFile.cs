using System.Text.Json;
using System.Text.RegularExpressions;

namespace Pons.Deidentification;

/// <summary>One file of rules, as JSON.</summary>
internal sealed partial class RulesFile(string name, JsonElement root, bool isBuiltIn)
{
    private const RegexOptions Linear = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;

    public string Name => name;

    public string Version => root.TryGetProperty("version", out var version) && version.ValueKind == JsonValueKind.String ? version.GetString()! : "";

    public static RulesFile Parse(string name, ReadOnlyMemory<byte> bytes, bool isBuiltIn = false)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes, new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = 8 });
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? new(name, document.RootElement.Clone(), isBuiltIn)
                : throw new IdentityRulesException($"{name} is JSON, but no object.", "Write it in the form of identity-rules.json.");
        }
        catch (JsonException fault)
        {
            throw new IdentityRulesException($"{name} is no JSON: {fault.Message}", "Mend the file.", fault);
        }
    }

    public IEnumerable<JsonElement> Elements(string list) =>
        root.TryGetProperty(list, out var items) && items.ValueKind == JsonValueKind.Array ? [.. items.EnumerateArray()] : [];

    public string Text(JsonElement item, string property) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : throw new IdentityRulesException($"{name}: an entry lacks \"{property}\": {Short(item)}", "Add it.");

    /// <summary>The rule; <see langword="null"/> when it is switched off.</summary>
    public IdentityRule? Rule(JsonElement item, IReadOnlyDictionary<string, IReadOnlyList<string>> lists, NameLists names)
    {
        var id = Text(item, "id");
        if (item.TryGetProperty("off", out var off) && off.ValueKind == JsonValueKind.True) return null;
        return new(id, Text(item, "language"), Choice<IdentityKind>(item, "kind"), Choice<IdentityAction>(item, "action"),
            Choice<IdentityCertainty>(item, "certainty"), Description(item), RulePattern(id, Expanded(id, Text(item, "pattern"), lists)))
        {
            Needs = item.TryGetProperty("needs", out _) ? Choice<TextNeeds>(item, "needs") : TextNeeds.Nothing,
            Edges = Choice<TextEdges>(item, "edges"),
            Check = !item.TryGetProperty("check", out _) ? null : IdentityChecks.Named(Text(item, "check"), names)
                ?? throw new IdentityRulesException($"{name}: rule '{id}' names the check '{Text(item, "check")}', which does not exist.",
                    "Use one that identity-rules.json uses, or none."),
        };
    }

    public IdentityField Field(JsonElement item) =>
        new(Text(item, "id"), Choice<IdentityKind>(item, "kind"), Pattern(Text(item, "id"), Text(item, "names")));

    public IEnumerable<(IdentityKind Kind, string Token)> Tokens() =>
        !root.TryGetProperty("tokens", out var tokens) ? []
        : tokens.EnumerateObject().Select(t => (Choice<IdentityKind>(t.Name, "tokens"), t.Value.GetString() ?? ""));

    public IEnumerable<(string Name, IReadOnlyList<string> Entries)> Lists() =>
        !root.TryGetProperty("lists", out var lists) ? []
        : lists.EnumerateObject().Select(l => (l.Name, (IReadOnlyList<string>)[.. l.Value.EnumerateArray().Select(e => e.GetString() ?? "").Where(e => e.Length > 0)]));

    public IEnumerable<string> Kept(string list) =>
        root.TryGetProperty("kept", out var kept) && kept.TryGetProperty(list, out var items) ? items.EnumerateArray().Select(e => e.GetString() ?? "") : [];

    private static Dictionary<string, string> Description(JsonElement item) =>
        !item.TryGetProperty("what", out var what) || what.ValueKind != JsonValueKind.Object ? []
        : what.EnumerateObject().ToDictionary(w => w.Name, w => w.Value.GetString() ?? "");

    private T Choice<T>(JsonElement item, string property)
        where T : struct, Enum => Choice<T>(Text(item, property), property);

    private T Choice<T>(string text, string property)
        where T : struct, Enum => Enum.TryParse<T>(text, ignoreCase: true, out var value) && !char.IsAsciiDigit(text[0])
            ? value
            : throw new IdentityRulesException($"{name}: \"{property}\" is '{text}'.", $"Use one of: {string.Join(", ", Enum.GetNames<T>())}.");

    /// <summary>The rules that Pons brings are known to be right, and are built when a text needs them; those of a steward are tried at once.</summary>
    private Lazy<Regex> RulePattern(string id, string pattern) =>
        isBuiltIn ? new(() => Pattern(id, pattern)) : new Lazy<Regex>(Pattern(id, pattern));

    private Regex Pattern(string id, string pattern)
    {
        try
        {
            return new(pattern, Linear);
        }
        catch (Exception fault) when (fault is ArgumentException or NotSupportedException)
        {
            throw new IdentityRulesException($"{name}: the pattern of '{id}' cannot be used: {fault.Message}",
                "Write it without look-around and back-references.", fault);
        }
    }

    private string Expanded(string id, string pattern, IReadOnlyDictionary<string, IReadOnlyList<string>> lists) =>
        ListName().Replace(pattern, match => match.Groups[1].Value switch
        {
            "start" => "(?:^|[^A-Za-z0-9])",
            var list when lists.TryGetValue(list, out var entries) => AnyOf(entries),
            var list => throw new IdentityRulesException($"{name}: rule '{id}' uses the list '{list}', which does not exist.", "Correct the name, or add the list."),
        });

    /// <summary>Single characters become a class, so that a list of hundreds is one step of the automaton; longer entries come first.</summary>
    private static string AnyOf(IReadOnlyList<string> entries)
    {
        var longer = entries.Where(e => e.Length > 1).OrderByDescending(e => e.Length).Select(Regex.Escape);
        var single = string.Concat(entries.Where(e => e.Length == 1).Select(e => e is "]" or "\\" or "^" or "-" ? "\\" + e : e));
        return $"(?:{string.Join('|', single.Length == 0 ? longer : longer.Append($"[{single}]"))})";
    }

    private static string Short(JsonElement item)
    {
        var text = item.ToString();
        return text.Length <= 60 ? text : text[..60] + " …";
    }

    [GeneratedRegex(@"\{([A-Za-z]\w*)\}")]
    private static partial Regex ListName();
}
