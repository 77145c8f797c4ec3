namespace Pons.Formats.Bids.Validation;

/// <summary>
/// Holds names against the grammar of BIDS and says the most telling thing about a name that does not fit. A file whose name is valid
/// gets <see cref="DatasetFile.Name"/>, every other <see cref="DatasetFile.Misnamed"/>.
/// </summary>
internal sealed class NameCheck(BidsRules rules, FaultList faults, bool isDerivative)
{
    /// <summary>Checks the name of a file inside a subject's folder.</summary>
    public void Check(DatasetFile file, string subject, string? session)
    {
        var prefix = session is null ? $"sub-{subject}" : $"sub-{subject}_ses-{session}";
        if (!BidsName.TryParse(file.FileName, out var name))
        {
            Refuse(file, "name-pattern", found: OffendingPart(file.FileName), expected: Pattern(file, prefix));
            return;
        }

        if (HasEntityFault(file, name) || IsInWrongFolder(file, name, subject, session)) return;
        if (file.Datatype.Length == 0 ? CheckAbove(file, name, session) : CheckInDatatype(file, name)) file.Name = name;
    }

    /// <summary>Checks the name of a file at the root that the rules do not list.</summary>
    public void CheckRoot(DatasetFile file)
    {
        if (!BidsName.TryParse(file.FileName, out var name)) Refuse(file, "root-file", name: file.FileName);
        else if (name.Subject is { } subject) Refuse(file, "name-place", file.FileName, ".", $"sub-{subject}/");
        else if (!IsMetadata(name)) Refuse(file, "root-file", name: file.FileName);
        else if (!HasEntityFault(file, name)) file.Name = name;
    }

    private bool HasEntityFault(DatasetFile file, BidsName name)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (key, value) in name.Entities)
        {
            if (!seen.Add(key)) return Refuse(file, "entity-repeated", name: key);
            if (BidsEntity.Of(key) is not { } entity)
                return Refuse(file, "entity-unknown", found: key, expected: Nearness.Nearest(key, BidsEntity.All.Select(e => e.Key)));
            if (!entity.Allows(value)) return Refuse(file, "entity-value", key, value, ExpectedValue(entity));
        }

        for (var i = 1; i < name.Entities.Length; i++)
        {
            var (before, after) = (name.Entities[i - 1].Key, name.Entities[i].Key);
            if (BidsEntity.PlaceOf(after) < BidsEntity.PlaceOf(before))
                return Refuse(file, "entity-order", after, before, Ordered(name).ToString());
        }

        return false;
    }

    private bool IsInWrongFolder(DatasetFile file, BidsName name, string subject, string? session)
    {
        if (name.Subject is { } sub && sub != subject) return Refuse(file, "entity-folder", found: $"sub-{sub}", expected: $"sub-{subject}");
        if (name.Session is { } ses && ses != session)
            return Refuse(file, "entity-folder", found: $"ses-{ses}", expected: session is null ? $"sub-{subject}" : $"ses-{session}");
        if (session is not null && name.Session is null && name.Subject is not null && file.Path.Contains("/ses-", StringComparison.Ordinal))
            return Refuse(file, "entity-missing", "ses", name.Suffix, name.With("ses", session).ToString());
        return false;
    }

    /// <summary>Above the folders of data types stand tables of scans and sessions, and side-cars.</summary>
    private bool CheckAbove(DatasetFile file, BidsName name, string? session)
    {
        if (rules.Pattern("", name.Suffix) is { } pattern)
        {
            if (name.Suffix == "sessions" && session is not null)
                return !Refuse(file, "name-place", file.FileName, file.Folder, $"sub-{name.Subject}/");
            return CheckPattern(file, name, pattern);
        }

        if (IsMetadata(name) || isDerivative) return true;
        var home = rules.Files.FirstOrDefault(p => p.Suffixes.Contains(name.Suffix))?.Datatypes.FirstOrDefault();
        return home is null
            ? !Refuse(file, "name-suffix", found: name.Suffix, expected: SuffixesNear(name.Suffix, rules.Suffixes))
            : !Refuse(file, "name-place", file.FileName, file.Folder, $"{file.Folder}/{home}/");
    }

    private bool CheckInDatatype(DatasetFile file, BidsName name)
    {
        if (rules.LenientDatatypes.Contains(file.Datatype)) return true;
        if (rules.Pattern(file.Datatype, name.Suffix) is { } pattern) return CheckPattern(file, name, pattern);
        if (isDerivative) return true;
        var homes = rules.Files.Where(p => p.Suffixes.Contains(name.Suffix)).ToList();
        if (homes.Count == 0)
        {
            var here = rules.Files.Where(p => p.Datatypes.Contains(file.Datatype)).SelectMany(p => p.Suffixes);
            return !Refuse(file, "name-suffix", found: name.Suffix, expected: SuffixesNear(name.Suffix, here));
        }

        if (homes.All(h => h.Datatypes.IsEmpty)) return !Refuse(file, "name-place", file.FileName, file.Folder, Above(file.Folder));
        return !Refuse(file, "name-datatype", name.Suffix, file.Datatype, string.Join(" | ", homes.SelectMany(h => h.Datatypes)));
    }

    private bool CheckPattern(DatasetFile file, BidsName name, FilePattern pattern)
    {
        var extension = file.IsFolder ? name.Extension + "/" : name.Extension;
        if (!pattern.AllowsExtension(extension))
        {
            var lower = extension.ToLowerInvariant();
            if (pattern.AllowsExtension(lower)) return !Refuse(file, "extension-case", found: extension, expected: lower);
            if (!isDerivative)
                return !Refuse(file, "name-extension", name.Suffix, extension, string.Join(' ', pattern.Extensions));
        }

        if (isDerivative) return true;
        if (name.Entities.FirstOrDefault(e => !pattern.Allowed.Contains(e.Key)) is { Key: { } refused })
            return !Refuse(file, "entity-refused", refused, name.Suffix, string.Join(' ', pattern.Allowed));
        // A side-car may leave out entities: it then applies to more files of the subject.
        if (pattern.Required.FirstOrDefault(r => name[r] is null && (r == "sub" || extension != ".json")) is not { } missing) return true;
        return !Refuse(file, "entity-missing", missing, name.Suffix, name.ToString().Insert(PlaceFor(name, missing), $"{missing}-<label>_"));
    }

    private bool IsMetadata(BidsName name) => name.Extension is ".json" or ".tsv"
        && (rules.Suffixes.Contains(name.Suffix) || name.Suffix.All(char.IsAsciiLetterOrDigit) && name.Extension == ".json");

    /// <summary>Always true, so that callers can stop at the first fault.</summary>
    private bool Refuse(DatasetFile file, string rule, string name = "", string found = "", string expected = "")
    {
        file.Misnamed = faults.Add(file, rule, name, found, expected);
        return true;
    }

    private static string OffendingPart(string fileName)
    {
        var stem = fileName.Split('.')[0];
        var parts = stem.Split('_');
        if (parts.Length == 1 && parts[0].Contains('-', StringComparison.Ordinal)) return stem;
        var wrong = parts[..^1].FirstOrDefault(p => p.IndexOf('-', StringComparison.Ordinal) <= 0) ?? parts[^1];
        return wrong.Length > 0 ? wrong : "_";
    }

    private string Pattern(DatasetFile file, string prefix)
    {
        var pattern = rules.Files.FirstOrDefault(p => p.Datatypes.Contains(file.Datatype) && p.Suffixes.Contains(file.Datatype));
        var entities = pattern is null ? "" : string.Concat(pattern.Required.Where(r => r != "sub").Select(r => $"_{r}-<label>"));
        var dot = file.FileName.IndexOf('.', StringComparison.Ordinal);
        return $"{prefix}{entities}_{(file.Datatype.Length > 0 ? file.Datatype : "<suffix>")}{(dot < 0 ? "" : file.FileName[dot..])}";
    }

    private static int PlaceFor(BidsName name, string key)
    {
        var place = 0;
        foreach (var (other, value) in name.Entities.Where(e => BidsEntity.PlaceOf(e.Key) < BidsEntity.PlaceOf(key)))
            place += other.Length + value.Length + 2;
        return place;
    }

    private static BidsName Ordered(BidsName name) =>
        name.Entities.Aggregate(new BidsName(name.Suffix, name.Extension), (ordered, e) => ordered.With(e.Key, e.Value));

    private static string ExpectedValue(BidsEntity entity) =>
        entity.IsIndex ? "0–9" : entity.Values.IsEmpty ? "a–z A–Z 0–9 +" : string.Join(" | ", entity.Values);

    private static string SuffixesNear(string suffix, IEnumerable<string> suffixes) => string.Join(", ", Nearness.Nearest(suffix, suffixes.Distinct(), 3));

    private static string Above(string folder) => folder.LastIndexOf('/') is > 0 and var slash ? folder[..(slash + 1)] : "./";
}
