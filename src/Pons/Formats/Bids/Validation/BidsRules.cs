using System.Collections.Immutable;

namespace Pons.Formats.Bids.Validation;

/// <summary>
/// The rules that a data set is held against: what <c>bids-rules.json</c> says, in our words, about the Brain Imaging Data Structure.
/// </summary>
public sealed class BidsRules
{
    private readonly Dictionary<string, BidsRule> _byId = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ValueShape> _fields = new(StringComparer.Ordinal), _columnFields = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Datatype, string Suffix), FilePattern> _patterns = [];
    private readonly Dictionary<string, BidsSection> _sections = new(StringComparer.Ordinal);

    private BidsRules(JsonPart document)
    {
        var specification = document["specification"]!;
        SpecificationVersion = specification["version"]!.Text;
        Specification = specification["name"]!.Text;
        KnownVersions = specification.Words("versions");
        foreach (var section in document["sections"]!.Members)
            _sections.Add(section.Name, new(section.Value["title"]!.Text, Address(specification["url"]!.Text, section.Value["page"]!.Text)));
        var lists = document["values"]!.Members.ToDictionary(v => v.Name, v => document["values"]!.Words(v.Name).ToArray());
        Shapes(document["fields"]!, lists, _fields);
        Shapes(document["columnFields"]!, lists, _columnFields);
        TimeUnits = ValueShape.OneOf(lists["timeUnits"]);
        Sidecars = [.. document["sidecars"]!.Items.Select(s => new SidecarRequirement(s))];
        Tables = [.. document["tables"]!.Items.Select(t => new TableLayout(t, lists))];
        Files = [.. document["files"]!.Items.Select(f => new FilePattern(f))];
        foreach (var pattern in Files)
            foreach (var datatype in pattern.Datatypes.IsEmpty ? [""] : pattern.Datatypes)
                foreach (var suffix in pattern.Suffixes) _patterns.Add((datatype, suffix), pattern);
        ChannelCounts = [.. document["channelCounts"]!.Members.Select(c => new ChannelCountField(c.Name, c.Value.Text))];
        OpaqueFolders = [.. document["folders"]!.Words("opaque")];
        LenientDatatypes = [.. document["folders"]!.Words("lenient")];
        RootFiles = [.. document["folders"]!.Words("root")];
        Datatypes = [.. Files.SelectMany(f => f.Datatypes), .. LenientDatatypes];
        Suffixes = [.. Files.SelectMany(f => f.Suffixes)];
        All = [.. document["rules"]!.Items.Select(Rule)];
        foreach (var rule in All) _byId.Add(rule.Id, rule);
    }

    /// <summary>The rules that come with Pons.</summary>
    public static BidsRules Current { get; } = new(Read());

    /// <summary>Name of the specification.</summary>
    public string Specification { get; }

    /// <summary>Version of the specification that the rules state, such as <c>1.11.1</c>.</summary>
    public string SpecificationVersion { get; }

    /// <summary>Every released version that is known.</summary>
    public ImmutableArray<string> KnownVersions { get; }

    /// <summary>Every rule, in the order of the file.</summary>
    public ImmutableArray<BidsRule> All { get; }

    internal IReadOnlyDictionary<string, ValueShape> ColumnFields => _columnFields;

    internal ValueShape TimeUnits { get; }

    internal ImmutableArray<SidecarRequirement> Sidecars { get; }

    internal ImmutableArray<TableLayout> Tables { get; }

    internal ImmutableArray<FilePattern> Files { get; }

    internal ImmutableArray<ChannelCountField> ChannelCounts { get; }

    internal HashSet<string> OpaqueFolders { get; }

    internal HashSet<string> LenientDatatypes { get; }

    internal HashSet<string> RootFiles { get; }

    internal HashSet<string> Datatypes { get; }

    internal HashSet<string> Suffixes { get; }

    internal IEnumerable<KeyValuePair<string, ValueShape>> Fields => _fields;

    /// <summary>The rule of a name.</summary>
    /// <param name="id">Name of the rule.</param>
    /// <exception cref="KeyNotFoundException">There is no such rule.</exception>
    public BidsRule this[string id] => _byId[id];

    internal BidsSection Section(string id) => _sections[id];

    /// <summary>What a field holds in files of a suffix; <see langword="null"/> for fields that the specification does not know.</summary>
    internal ValueShape? Field(string name, string suffix) =>
        suffix is "nirs" or "coordsystem" && _fields.TryGetValue($"{suffix}/{name}", out var own) ? own : _fields.GetValueOrDefault(name);

    /// <summary>The names that files of a data type and suffix may have; <see langword="null"/> when there are no such files.</summary>
    internal FilePattern? Pattern(string datatype, string suffix) => _patterns.GetValueOrDefault((datatype, suffix));

    /// <summary>The columns of a table; <see langword="null"/> when nothing is prescribed.</summary>
    internal TableLayout? Table(string datatype, string suffix)
    {
        foreach (var table in Tables)
            if (table.IsFor(datatype, suffix)) return table;
        return null;
    }

    private BidsRule Rule(JsonPart part) => new()
    {
        Id = part["id"]!.Text,
        Severity = part["severity"]!.IsText("error") ? BidsSeverity.Error : BidsSeverity.Warning,
        Section = _sections[part["section"]!.Text],
        Applies = part["applies"]!.Text,
        Alike = part["alike"]?.Text,
        English = Text(part["en"]!),
        Chinese = Text(part["zh"]!),
    };

    private static BidsRuleText Text(JsonPart part) => new(part["check"]!.Text, part["what"]!.Text, part["why"]!.Text, part["fix"]!.Text)
    {
        Details = part["details"] is { } details ? details.Members.ToImmutableDictionary(d => d.Name, d => d.Value.Text) : [],
    };

    private static void Shapes(JsonPart part, IReadOnlyDictionary<string, string[]> lists, Dictionary<string, ValueShape> shapes)
    {
        foreach (var member in part.Members) shapes.Add(member.Name, ValueShape.Parse(member.Value.Text, lists));
    }

    private static JsonPart Read()
    {
        using var stream = typeof(BidsRules).Assembly.GetManifestResourceStream("bids-rules.json")!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return JsonText.Parse(content);
    }

    private static string Address(string root, string page) => page.StartsWith("https:", StringComparison.Ordinal) ? page : root + page;
}
