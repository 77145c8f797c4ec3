using System.Security.Cryptography;
using System.Text;

namespace Pons.Deidentification;

/// <summary>What is known and decided about a whole data set: learnt in the survey, fixed by <see cref="Decide"/>, then only read.</summary>
internal sealed class ScrubPlan
{
    private const int HashCharacters = 16, ShortestStem = 6;

    private readonly HashSet<LearntIdentity> _learnt = [];
    private readonly DeidentificationOptions _options;
    private readonly SealedShiftMap.Content _sealed;
    private readonly Dictionary<string, string> _newPaths = new(StringComparer.Ordinal);
    private readonly HashSet<string> _released;

    public ScrubPlan(DeidentificationOptions options)
    {
        _options = options;
        _sealed = options.ShiftMap?.Open() ?? new([], RandomNumberGenerator.GetBytes(32));
        _released = [.. Enum.GetValues<IdentityKind>().Select(options.Rules.TokenOf), "n/a", "X"];
        Text = new(options.Rules, KnownIdentities.Of(StewardsNames()));
    }

    public IdentityRules Rules => _options.Rules;

    public bool KeepTimeOfDay => _options.KeepTimeOfDay;

    public SubjectRoster Roster { get; } = new();

    /// <summary>Finds and replaces; knows everything once the plan is decided.</summary>
    public TextScrubber Text { get; private set; }

    public KnownIdentities Known { get; private set; } = KnownIdentities.None;

    public void Learn(LearntIdentity learnt) => _learnt.Add(learnt);

    /// <summary>Fixes labels, shifts and the new names of files.</summary>
    /// <param name="files">Every file with its subject, by path in the source.</param>
    /// <param name="chosenName">Names that the steward chose; <see langword="null"/> for the others.</param>
    public void Decide(IReadOnlyList<(string Path, SubjectRecord? Subject)> files, Func<string, string?> chosenName)
    {
        Roster.Decide(_sealed.Entries, _options.Labels);
        foreach (var subject in Roster.All) _released.Add("sub-" + subject.Label);
        var words = RenamedLabels().Concat(StewardsNames()).Concat(LearntWords()).ToList();
        Text = new(Rules, KnownIdentities.Of(words));
        var paths = new PathPlan(Text, KeepTimeOfDay);
        foreach (var (path, subject) in files.DistinctBy(f => f.Path)) _newPaths[path] = chosenName(path) ?? paths.NewPath(path, subject);
        Known = KnownIdentities.Of(RenamedFiles().Concat(words));
        Text = new(Rules, Known);
    }

    public string NewPath(string path) => _newPaths[path];

    /// <summary>New name of a file in the folder of another; unknown names are scrubbed like text.</summary>
    public string? NewNameBeside(string path, string name)
    {
        var folder = path.LastIndexOf('/') is var slash and >= 0 ? path[..(slash + 1)] : "";
        return _newPaths.TryGetValue(folder + name, out var renamed) ? renamed[(renamed.LastIndexOf('/') + 1)..] : null;
    }

    /// <summary>Whether a field holds nothing, or what de-identification writes itself.</summary>
    public bool IsBlank(string value)
    {
        var text = value.AsSpan().Trim(" \0\t\r\n");
        return text.IndexOfAnyExcept('X') < 0 || _released.Contains(text.ToString()) || IsCode(text.ToString());
    }

    /// <summary>Whether a text is the code of a subject and says no more: <c>sub-001</c>.</summary>
    public static bool IsCode(string text) => text.StartsWith("sub-", StringComparison.Ordinal) && NameLists.IsPlainCode(text[4..]);

    public string Hash(string value)
    {
        var plain = string.Concat(TextFolding.Fold(value).ToUpperInvariant().Where(char.IsLetterOrDigit));
        return Convert.ToHexStringLower(HMACSHA256.HashData(_sealed.HashKey, Encoding.UTF8.GetBytes(plain)))[..HashCharacters];
    }

    /// <summary>Seals labels and shifts, those of earlier runs included; returns whether there is a map.</summary>
    public bool Seal()
    {
        if (_options.ShiftMap is not { } map) return false;
        var now = Roster.All.Select(s => new ShiftEntry(s.Key, s.Label, s.ShiftDays)).ToList();
        var earlier = _sealed.Entries.Where(e => now.TrueForAll(n => n.Subject != e.Subject));
        map.Save(new([.. earlier, .. now], _sealed.HashKey));
        return true;
    }

    private IEnumerable<KnownWord> StewardsNames() =>
        _options.Names.SelectMany(n => KnownWord.OfName(n, Rules.Names, null, withParts: true).DefaultIfEmpty(
            new(TextFolding.Fold(n).Trim(), FoundBy.Rule(FoundBy.Known, IdentityKind.PersonName), null)));

    private IEnumerable<KnownWord> RenamedLabels() =>
        from subject in Roster.All
        where subject.GivenLabel is { } given && given != subject.Label
        select new KnownWord("sub-" + subject.GivenLabel, FoundBy.Rule(FoundBy.Renamed, IdentityKind.SubjectLabel), "sub-" + subject.Label);

    private IEnumerable<KnownWord> LearntWords() => _learnt.OrderByDescending(l => l.SubjectKey is not null).SelectMany(learnt =>
    {
        var replacement = learnt.SubjectKey is { } key && Roster.Find(key) is { } subject ? "sub-" + subject.Label : null;
        return learnt.Kind switch
        {
            IdentityKind.PersonName => KnownWord.OfName(learnt.Value, Rules.Names, replacement, learnt.IsCertain),
            IdentityKind.Date => DateSpelling.TryParse(learnt.Value, out var birth) ? KnownWord.OfBirth(birth) : [],
            IdentityKind.RecordNumber or IdentityKind.NationalId or IdentityKind.Phone or IdentityKind.SerialNumber =>
                KnownWord.OfNumber(learnt.Value, learnt.Kind, learnt.Kind == IdentityKind.RecordNumber ? replacement : null),
            _ => KnownWord.OfText(learnt.Value, learnt.Kind, Rules.Names),
        };
    });

    /// <summary>Files that get another name are mentioned in side files and headers, with and without extension.</summary>
    private IEnumerable<KnownWord> RenamedFiles()
    {
        var rule = FoundBy.Rule(FoundBy.Renamed, IdentityKind.SubjectLabel);
        foreach (var (path, renamed) in _newPaths)
        {
            string[] parts = path.Split('/'), now = renamed.Split('/');
            for (var i = 0; i < parts.Length; i++)
            {
                if (parts[i] == now[i]) continue;
                yield return new(TextFolding.Fold(parts[i]), rule, now[i]);
                var (stem, newStem) = (Path.GetFileNameWithoutExtension(parts[i]), Path.GetFileNameWithoutExtension(now[i]));
                if (stem.Length >= ShortestStem && stem != newStem) yield return new(TextFolding.Fold(stem), rule, newStem);
            }
        }
    }
}
