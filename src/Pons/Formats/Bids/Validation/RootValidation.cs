using System.Text.Json;
using Pons.Formats.Bids.Hed;

namespace Pons.Formats.Bids.Validation;

/// <summary>Looks at the root of a data set: its description, texts, tables of people, and what may stand there.</summary>
internal sealed class RootValidation(BidsRules rules, string root, IgnorePatterns ignored, FolderLevel level, FaultList faults,
    IReadOnlyList<HedVocabulary> vocabularies, CancellationToken cancellation)
{
    private const int SmallReadme = 150;
    private const string DescriptionName = "dataset_description.json";
    private static readonly string[] Readmes = ["README", "README.md", "README.rst", "README.txt"];

    /// <summary>Checks the root.</summary>
    /// <param name="subjects">Folders of subjects with a valid label.</param>
    /// <returns>What the validation of subjects needs to know.</returns>
    public DatasetContext Run(out IReadOnlyList<string> subjects)
    {
        var description = CheckDescription();
        var isDerivative = description?["DatasetType"]?.IsText("derivative") == true;
        CheckNames(isDerivative);
        subjects = CheckFolders(isDerivative, description);
        var hed = new HedUse(HedCheck.Vocabularies(description, vocabularies));
        var context = new DatasetContext(rules, root, ignored) { RootLevel = level, Description = description, Hed = hed, Cancellation = cancellation };
        CheckSidecars(context);
        CheckTexts();
        if (description is not null) CheckAuthors(description);
        return context with { ParticipantColumns = CheckTables(context, subjects) };
    }

    private DatasetFile? Named(string name) => level.Files.FirstOrDefault(f => f.FileName == name);

    private JsonPart? CheckDescription()
    {
        if (Named(DescriptionName) is not { } file)
        {
            faults.Add(DescriptionName, "dataset-description");
            return null;
        }

        new FieldCheck(rules, faults).Check(file, "dataset_description");
        if (file.Json is not { } json) return null;
        var requirement = rules.Sidecars.First(s => s.IsForPath(DescriptionName));
        // A licence that CITATION.cff states is not stated again.
        new FieldCheck(rules, faults).CheckPresence(file, requirement, Named("CITATION.cff") is null ? "" : "License");
        var description = json.Root;
        if (description["BIDSVersion"] is { Kind: JsonValueKind.String } version && !rules.KnownVersions.Contains(version.Text))
            faults.Add(file, "version-unknown", "BIDSVersion", version.Text, rules.SpecificationVersion).At(json.PlaceOf(version.Offset));
        if (description["Name"] is { Kind: JsonValueKind.String } name && string.IsNullOrWhiteSpace(name.Text))
            faults.Add(file, "name-blank", "Name").At(json.PlaceOf(name.Offset));
        CheckGenerators(file, description["GeneratedBy"]);
        return description;
    }

    private void CheckGenerators(DatasetFile file, JsonPart? generators)
    {
        if (generators is not { Kind: JsonValueKind.Array }) return;
        for (var i = 0; i < generators.Items.Length; i++)
            if (generators.Items[i] is { Kind: JsonValueKind.Object } item && item["Name"] is null)
                faults.Add(file, "generated-by-name", Shown.Of(i + 1)).At(file.Json!.PlaceOf(item.Offset));
    }

    private void CheckNames(bool isDerivative)
    {
        var names = new NameCheck(rules, faults, isDerivative);
        foreach (var file in level.Files)
        {
            if (!rules.RootFiles.Contains(file.FileName)) names.CheckRoot(file);
            else if (BidsName.TryParse(file.FileName, out var name) && name.Extension is ".json" or ".tsv" && file.FileName != DescriptionName) file.Name = name;
        }
    }

    private List<string> CheckFolders(bool isDerivative, JsonPart? description)
    {
        var subjects = new List<string>();
        foreach (var folder in level.Folders)
        {
            if (folder.StartsWith("sub-", StringComparison.Ordinal))
            {
                if (BidsEntity.Of("sub")!.Allows(folder[4..])) subjects.Add(folder);
                else faults.Add(folder, "entity-value", "sub", folder[4..], "a–z A–Z 0–9 +");
            }
            else if (folder == "derivatives")
            {
                CheckDerivatives();
            }
            else if (!rules.OpaqueFolders.Contains(folder) && folder != "phenotype" && !isDerivative)
            {
                faults.Add(folder, "folder-unknown", folder);
            }
        }

        var needsSubjects = description?["DatasetType"] is not { } type || type.IsText("raw");
        if (subjects.Count == 0 && needsSubjects)
            faults.Add(".", "subjects-missing").Because = faults.Faults.FirstOrDefault(f => f.Rule is "folder-unknown" or "entity-value");
        return subjects;
    }

    private void CheckDerivatives()
    {
        foreach (var folder in new DirectoryInfo(Path.Combine(root, "derivatives")).EnumerateDirectories().Where(d => d.Name[0] != '.').OrderBy(d => d.Name, StringComparer.Ordinal))
            if (!ignored.Ignores($"derivatives/{folder.Name}", isFolder: true)
                && folder.EnumerateDirectories("sub-*").Any() && !File.Exists(Path.Combine(folder.FullName, DescriptionName)))
                faults.Add($"derivatives/{folder.Name}", "derivative-description", folder.Name);
    }

    private void CheckSidecars(DatasetContext context)
    {
        var fields = new FieldCheck(rules, faults);
        var references = new ReferenceCheck(root, context.Description?["DatasetLinks"], faults);
        var hed = new HedCheck(context, faults);
        foreach (var file in level.Files.Where(f => f.Name is { Extension: ".json" }))
        {
            fields.Check(file, file.Name!.Suffix);
            references.Check(file, "");
            hed.CheckSidecar(file);
        }
    }

    private void CheckTexts()
    {
        var readmes = level.Files.Where(f => Readmes.Contains(f.FileName)).ToList();
        if (readmes.Count == 0) faults.Add("README", "readme-missing");
        if (readmes.Count > 1) faults.Add(readmes[1], "readme-several", found: string.Join(", ", readmes.Select(r => r.FileName)));
        foreach (var readme in readmes.Where(r => r.Blocked is null))
        {
            if (readme.Length < SmallReadme) faults.Add(readme, "readme-small", found: Shown.Of(readme.Length), expected: Shown.Of(SmallReadme));
            ReadText(readme);
        }

        if (Named("CHANGES") is { Blocked: null } changes && ReadText(changes) is { } text && !text.Split('\n').Any(IsRelease))
            faults.Add(changes, "changes-format");
    }

    /// <summary>A line of CPAN::Changes that begins a release: a version, then a date.</summary>
    private static bool IsRelease(string line) => line.Length > 0 && line.Split(' ', '\t')[0].TrimStart('v') is { Length: > 0 } version
        && char.IsAsciiDigit(version[0]);

    private string? ReadText(DatasetFile file)
    {
        var bytes = new byte[Math.Min(file.Length, 1 << 20)];
        using (var stream = File.OpenRead(file.FullPath)) stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        var at = Utf8Faults.First(bytes);
        // A character may be cut at the end of what was read.
        if (at >= bytes.Length - 3 && bytes.Length < file.Length) at = bytes.Length;
        if (at == bytes.Length) return System.Text.Encoding.UTF8.GetString(bytes);
        faults.Add(file, "text-encoding", found: Shown.Of(at)).Byte = at;
        return null;
    }

    private void CheckAuthors(JsonPart description)
    {
        var hasCitation = Named("CITATION.cff") is not null;
        if (!hasCitation)
        {
            if (description["Authors"] is null or { Kind: JsonValueKind.Array, Items.IsEmpty: true }) faults.Add(DescriptionName, "authors-missing", "Authors");
            return;
        }

        var file = Named(DescriptionName)!;
        foreach (var field in (string[])["Authors", "HowToAcknowledge", "License", "ReferencesAndLinks"])
            if (description.Members.FirstOrDefault(m => m.Name == field) is { } member)
                faults.Add(file, field == "Authors" ? "citation-twice" : "citation-overlap", field).At(file.Json!.PlaceOf(member.Offset));
    }

    private IReadOnlyList<string> CheckTables(DatasetContext context, IReadOnlyList<string> subjects)
    {
        var inheritance = new Inheritance([level], faults);
        var tables = new SummaryTables(context, faults);
        var known = subjects.ToHashSet(StringComparer.Ordinal);
        HashSet<string>? participants = null;
        IReadOnlyList<string> columns = [];
        if (Named("participants.tsv") is { } table) (participants, columns) = tables.CheckParticipants(table, inheritance.Sidecar(table), known);
        else if (subjects.Count > 0) faults.Add("participants.tsv", "participants-missing").Because = level.MisnamedFor("participants.tsv");
        if (Named("samples.tsv") is { } samples) tables.CheckSamples(samples, inheritance.Sidecar(samples), known);
        if (level.Folders.Contains("phenotype")) CheckPhenotypes(context, tables, participants);
        foreach (var file in level.Files.Where(f => f.Name is { Extension: ".tsv" } n && rules.Suffixes.Contains(n.Suffix))) CheckShared(context, file, inheritance);
        return columns;
    }

    private void CheckPhenotypes(DatasetContext context, SummaryTables tables, HashSet<string>? participants)
    {
        var folder = new DatasetLister(root, ignored, faults).List("phenotype", "phenotype");
        var byName = folder.Files.ToDictionary(f => f.FileName, StringComparer.Ordinal);
        foreach (var file in folder.Files)
        {
            if (file.FileName.EndsWith(".json", StringComparison.Ordinal)) CheckPhenotypeSidecar(context, file);
            else if (!file.FileName.EndsWith(".tsv", StringComparison.Ordinal)) faults.Add(file, "name-extension", "phenotype", Path.GetExtension(file.FileName), ".tsv .json");
        }

        foreach (var table in folder.Files.Where(f => f.FileName.EndsWith(".tsv", StringComparison.Ordinal)))
        {
            var sidecar = byName.TryGetValue(Path.ChangeExtension(table.FileName, ".json"), out var json) ? new MergedSidecar([json]) : MergedSidecar.None;
            tables.CheckPhenotype(table, sidecar, participants, Named("participants.tsv")?.Doubt);
        }

        foreach (var json in folder.Files.Where(f => f.FileName.EndsWith(".json", StringComparison.Ordinal) && !byName.ContainsKey(Path.ChangeExtension(f.FileName, ".tsv"))))
            faults.Add(json, "sidecar-orphan", expected: Path.ChangeExtension(json.FileName, ".tsv"));
    }

    private void CheckPhenotypeSidecar(DatasetContext context, DatasetFile file)
    {
        new FieldCheck(rules, faults).Check(file, "phenotype");
        new HedCheck(context, faults).CheckSidecar(file);
    }

    /// <summary>A table of channels or events at the root applies to all subjects; it is read here, once.</summary>
    private void CheckShared(DatasetContext context, DatasetFile file, Inheritance inheritance)
    {
        Action<TableRow>? visit = null;
        var suffix = file.Name!.Suffix;
        if (suffix == "channels") (file.Channels, visit) = ChannelContent.Gather();
        else if (suffix == "events") (file.Events, visit) = EventContent.Gather(file, faults, root);
        var datatype = rules.Files.First(p => p.Suffixes.Contains(suffix)).Datatypes.FirstOrDefault() ?? "";
        new TableCheck(context, faults).Check(file, rules.Table(datatype, suffix), inheritance.Sidecar(file), visit);
        if (file.Blocked is not null) (file.Channels, file.Events) = (null, null);
    }
}
