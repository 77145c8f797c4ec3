using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Pons.Formats.Bids.Validation;

/// <summary>
/// The rules that a data set is held against: what <c>bids-rules.json</c> says, in our words, about the Brain Imaging Data Structure.
/// </summary>
public sealed class BidsRules
{
    private readonly FrozenDictionary<string, BidsRule> _byId;
    private readonly FrozenDictionary<string, ValueShape> _fields;
    private readonly FrozenDictionary<string, BidsSection> _sections;
    private readonly ImmutableArray<TableLayout> _tables;

    private BidsRules(RulesDocument document)
    {
        SpecificationVersion = document.Specification.Version;
        Specification = document.Specification.Name;
        KnownVersions = [.. document.Specification.Versions];
        _sections = document.Sections.ToFrozenDictionary(s => s.Key, s => new BidsSection(s.Value.Title, Address(document.Specification.Url, s.Value.Page)));
        All = [.. document.Rules.Select(Rule)];
        _byId = All.ToFrozenDictionary(r => r.Id);
        _fields = document.Fields.ToFrozenDictionary(f => f.Key, f => ValueShape.Parse(f.Value, document.Values));
        ColumnFields = document.ColumnFields.ToFrozenDictionary(f => f.Key, f => ValueShape.Parse(f.Value, document.Values));
        TimeUnits = ValueShape.OneOf(document.Values["timeUnits"]);
        Sidecars = [.. document.Sidecars.Select(s => new SidecarRequirement(s))];
        _tables = [.. document.Tables.Select(t => new TableLayout(t, document.Values))];
        Files = [.. document.Files.Select(f => new FilePattern(f))];
        ChannelCounts = [.. document.ChannelCounts.Select(c => new ChannelCountField(c.Key, c.Value))];
        OpaqueFolders = document.Folders.Opaque.ToFrozenSet();
        LenientDatatypes = document.Folders.Lenient.ToFrozenSet();
        RootFiles = document.Folders.Root.ToFrozenSet();
        Datatypes = Files.SelectMany(f => f.Datatypes).Concat(LenientDatatypes).ToFrozenSet();
        Suffixes = Files.SelectMany(f => f.Suffixes).ToFrozenSet();
    }

    /// <summary>The rules that come with Pons.</summary>
    public static BidsRules Current { get; } = new(RulesDocument.Read());

    /// <summary>Name of the specification.</summary>
    public string Specification { get; }

    /// <summary>Version of the specification that the rules state, such as <c>1.11.1</c>.</summary>
    public string SpecificationVersion { get; }

    /// <summary>Every released version that is known.</summary>
    public ImmutableArray<string> KnownVersions { get; }

    /// <summary>Every rule, in the order of the file.</summary>
    public ImmutableArray<BidsRule> All { get; }

    internal FrozenDictionary<string, ValueShape> ColumnFields { get; }

    internal ValueShape TimeUnits { get; }

    internal ImmutableArray<SidecarRequirement> Sidecars { get; }

    internal ImmutableArray<TableLayout> Tables => _tables;

    internal ImmutableArray<FilePattern> Files { get; }

    internal ImmutableArray<ChannelCountField> ChannelCounts { get; }

    internal FrozenSet<string> OpaqueFolders { get; }

    internal FrozenSet<string> LenientDatatypes { get; }

    internal FrozenSet<string> RootFiles { get; }

    internal FrozenSet<string> Datatypes { get; }

    internal FrozenSet<string> Suffixes { get; }

    internal IEnumerable<KeyValuePair<string, ValueShape>> Fields => _fields;

    /// <summary>The rule of a name.</summary>
    /// <param name="id">Name of the rule.</param>
    /// <exception cref="KeyNotFoundException">There is no such rule.</exception>
    public BidsRule this[string id] => _byId[id];

    internal BidsSection Section(string id) => _sections[id];

    /// <summary>What a field holds in files of a suffix; <see langword="null"/> for fields that the specification does not know.</summary>
    internal ValueShape? Field(string name, string suffix) => _fields.GetValueOrDefault($"{suffix}/{name}") ?? _fields.GetValueOrDefault(name);

    /// <summary>The columns of a table; <see langword="null"/> when nothing is prescribed.</summary>
    internal TableLayout? Table(string datatype, string suffix)
    {
        foreach (var table in _tables)
            if (table.IsFor(datatype, suffix)) return table;
        return null;
    }

    private BidsRule Rule(RulesDocument.RulePart part) => new()
    {
        Id = part.Id,
        Severity = part.Severity,
        Section = _sections[part.Section],
        Applies = part.Applies,
        Alike = part.Alike,
        English = part.En,
        Chinese = part.Zh,
    };

    private static string Address(string root, string page) => page.StartsWith("https:", StringComparison.Ordinal) ? page : root + page;
}
