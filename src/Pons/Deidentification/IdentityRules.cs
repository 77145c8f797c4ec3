using System.Collections.Immutable;

namespace Pons.Deidentification;

/// <summary>
/// What points to a person in text and in named fields: rules, names of fields and word lists, read from data. The built-in ones stand
/// in <c>identity-rules.json</c>; a steward adds to them, replaces them or switches them off with a file of the same form. Immutable.
/// </summary>
public sealed class IdentityRules
{
    private static readonly Lazy<IdentityRules> BuiltIn = new(() => new([ReadBuiltIn()]));

    private readonly ImmutableArray<RulesFile> _files;
    private readonly ImmutableArray<IdentityField> _fields;
    private readonly Dictionary<IdentityKind, string> _tokens = [];
    private readonly HashSet<string> _keptKeys = new(StringComparer.Ordinal);
    private readonly HashSet<string> _keptFiles = new(StringComparer.Ordinal);

    private IdentityRules(ImmutableArray<RulesFile> files)
    {
        _files = files;
        var lists = Lists(files);
        Names = new(lists);
        var rules = new List<IdentityRule>();
        var fields = new List<IdentityField>();
        foreach (var file in files)
        {
            foreach (var rule in file.Elements("rules")) Put(rules, file.Rule(rule, lists, Names), file.Text(rule, "id"));
            foreach (var field in file.Elements("fields")) fields.Add(file.Field(field));
            foreach (var (kind, token) in file.Tokens()) _tokens[kind] = token;
            _keptKeys.UnionWith(file.Kept("jsonKeys"));
            _keptFiles.UnionWith(file.Kept("files"));
        }

        All = [.. rules];
        _fields = [.. fields];
        Versions = string.Join(" + ", files.Select(f => $"{f.Name} {f.Version}"));
    }

    /// <summary>The rules that Pons brings.</summary>
    public static IdentityRules Default => BuiltIn.Value;

    /// <summary>Every rule that is on.</summary>
    public ImmutableArray<IdentityRule> All { get; }

    /// <summary>Names and versions of the files that the rules come from.</summary>
    public string Versions { get; }

    internal NameLists Names { get; }

    /// <summary>These rules and those of a file.</summary>
    /// <param name="path">Path of a JSON file of the form of <c>identity-rules.json</c>; every part may be absent.</param>
    /// <exception cref="IdentityRulesException">The file is no JSON, or a rule in it cannot be used.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public IdentityRules With(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new(_files.Add(RulesFile.Parse(Path.GetFileName(path), File.ReadAllBytes(path))));
    }

    /// <summary>What a field of this name holds by its name; <see langword="null"/> when the name says nothing.</summary>
    internal IdentityField? FieldNamed(string name)
    {
        foreach (var field in _fields)
            if (field.Names.IsMatch(name)) return field;
        return null;
    }

    internal string TokenOf(IdentityKind kind) => _tokens.TryGetValue(kind, out var token) ? token : "[removed]";

    /// <summary>Whether the value of a JSON key names authors and versions: only what is known is searched there.</summary>
    internal bool IsKeptKey(string key) => _keptKeys.Contains(key);

    /// <summary>The same for a whole file, by its name.</summary>
    internal bool IsKeptFile(string name) => _keptFiles.Contains(name);

    private static RulesFile ReadBuiltIn()
    {
        using var stream = typeof(IdentityRules).Assembly.GetManifestResourceStream("Pons.Deidentification.identity-rules.json")!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return RulesFile.Parse("identity-rules.json", bytes, isBuiltIn: true);
    }

    /// <summary>A rule replaces the one of the same id in its place.</summary>
    private static void Put(List<IdentityRule> rules, IdentityRule? rule, string id)
    {
        var at = rules.FindIndex(r => r.Id == id);
        if (rule is null)
        {
            if (at >= 0) rules.RemoveAt(at);
        }
        else if (at >= 0)
        {
            rules[at] = rule;
        }
        else
        {
            rules.Add(rule);
        }
    }

    private static Dictionary<string, IReadOnlyList<string>> Lists(ImmutableArray<RulesFile> files)
    {
        var raw = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var (name, entries) in files.SelectMany(f => f.Lists()))
        {
            if (!raw.TryGetValue(name, out var list)) raw[name] = list = [];
            list.AddRange(entries);
        }

        // An entry {other} stands for all entries of another list; one level is enough.
        return raw.ToDictionary(
            l => l.Key,
            l => (IReadOnlyList<string>)[.. l.Value
                .SelectMany(e => e.Length > 2 && e[0] == '{' && raw.TryGetValue(e[1..^1], out var other) ? other : [e]).Distinct()],
            StringComparer.Ordinal);
    }
}
