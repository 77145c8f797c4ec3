namespace Pons.Formats.Bids.Hed;

/// <summary>Holds one annotation against the rules of HED: its tags, its groups, and the definitions that it uses.</summary>
internal sealed class HedStringCheck(HedVocabularies vocabularies, HedDefinitions definitions)
{
    /// <summary>Reads an annotation and its tags.</summary>
    /// <param name="text">The annotation.</param>
    /// <param name="issues">Gets what is wrong.</param>
    /// <returns>Its parts; <see langword="null"/> when an error was found.</returns>
    public HedGroup? Read(string text, List<HedIssue> issues)
    {
        var before = issues.Count;
        if (HedReader.Read(text, issues) is not { } root) return null;
        var resolver = new HedTagResolver(vocabularies, issues);
        foreach (var tag in root.AllTags) resolver.Resolve(tag);
        return issues.Skip(before).All(i => i.IsWarning) ? root : null;
    }

    /// <summary>Checks the groups of an annotation whose tags are known.</summary>
    public static void CheckGroups(HedGroup root, List<HedIssue> issues)
    {
        var before = issues.Count;
        FindRepetitions(root, issues);
        if (issues.Count > before) return;
        foreach (var unique in root.AllTags.Where(t => t.Node!.IsUnique).GroupBy(t => t.Node!.Name).Where(g => g.Count() > 1))
            issues.Add(new("TAG_NOT_UNIQUE", unique.Key));
        if (issues.Count > before) return;
        foreach (var tag in root.Tags.Where(t => t.Node!.IsGroupTag || IsTopLevel(t)))
            issues.Add(new("TAG_GROUP_ERROR", tag.Text, IsTopLevel(tag) ? "@top" : "@group"));
        foreach (var group in root.Groups) CheckGroup(group, depth: 1, issues);
    }

    /// <summary>Checks that every definition that is used exists and gets a value where it takes one.</summary>
    public void CheckDefinitions(HedGroup root, List<HedIssue> issues)
    {
        foreach (var tag in root.AllTags.Where(t => t.Is("Def"))) CheckUse(tag, "DEF_INVALID", issues);
        CheckExpansions(root, issues);
    }

    private static bool IsTopLevel(HedTag tag) => tag.Node!.IsTopLevelGroupTag || HedReserved.Of(tag.Node.Name) is not null;

    private static void FindRepetitions(HedGroup group, List<HedIssue> issues)
    {
        foreach (var repeated in group.Parts().GroupBy(p => p).Where(p => p.Count() > 1))
        {
            var tag = group.Tags.FirstOrDefault(t => t.Canonical == repeated.Key)?.Text ?? group.Groups.FirstOrDefault(g => g.Canonical == repeated.Key)?.ToString();
            issues.Add(new("TAG_EXPRESSION_REPEATED", tag ?? repeated.Key));
        }

        foreach (var inner in group.Groups) FindRepetitions(inner, issues);
    }

    private static void CheckGroup(HedGroup group, int depth, List<HedIssue> issues)
    {
        var reserved = group.Tags.Where(t => HedReserved.Of(t.Node!.Name) is not null).ToList();
        var isExpansion = group.Has("Def-expand");
        if (depth > 1)
            foreach (var tag in group.Tags.Where(IsTopLevel)) issues.Add(new("TAG_GROUP_ERROR", tag.Text, "@top"));
        else if (reserved.Count > 0)
            CheckReserved(group, reserved, issues);
        if (isExpansion && (group.Tags.Count > 1 || group.Groups.Count > 1)) issues.Add(new("DEFINITION_INVALID", group.ToString(), "@group"));
        foreach (var inner in group.Groups) CheckGroup(inner, depth + 1, issues);
    }

    private static void CheckReserved(HedGroup group, List<HedTag> reserved, List<HedIssue> issues)
    {
        var code = reserved[0].Is("Definition") ? "DEFINITION_INVALID" : "TAG_GROUP_ERROR";
        var rules = reserved.ConvertAll(t => HedReserved.Of(t.Node!.Name)!);
        var expansions = group.Groups.Count(g => g.Has("Def-expand"));
        var uses = group.Tags.Count(t => t.Is("Def")) + expansions;
        var needsDefinition = rules.Any(r => r.NeedsDefinition);
        var goTogether = rules.All(r => rules.All(o => r == o || r.With.Contains(o.Name))) && rules.Distinct().Count() == rules.Count;
        var others = group.Tags.Count - reserved.Count - group.Tags.Count(t => t.Is("Def"));
        var definitionsFit = needsDefinition ? uses == 1 : uses == 0;
        if (needsDefinition && !definitionsFit) issues.Add(new("TEMPORAL_TAG_ERROR", group.ToString(), "@definition"));
        else if (!goTogether || others > 0 || !definitionsFit) issues.Add(new(code, group.ToString(), code == "DEFINITION_INVALID" ? "@group" : "@extra"));
        var inner = group.Groups.Count - expansions + group.Splices.Count;
        if (inner > rules.Min(r => r.MostGroups) || (inner < rules.Max(r => r.LeastGroups) && group.Splices.Count == 0))
            issues.Add(new(code, group.ToString(), code == "DEFINITION_INVALID" ? "@group" : "@subgroups"));
    }

    private void CheckUse(HedTag tag, string code, List<HedIssue> issues)
    {
        if (definitions[tag.DefinitionName] is not { } definition) issues.Add(new(code, tag.Text, "@unknown"));
        else if (definition.TakesValue != (tag.DefinitionValue.Length > 0)) issues.Add(new(code, tag.Text, "@value"));
        else if (definition.TakesValue && tag.DefinitionValue != "#") CheckValue(tag, definition, issues);
    }

    /// <summary>The value must do for the tag of the definition that it is put into.</summary>
    private void CheckValue(HedTag tag, HedDefinition definition, List<HedIssue> issues)
    {
        var holder = definition.Content!.AllTags.First(t => t.Rest.Contains('#', StringComparison.Ordinal));
        var filled = new HedTag(holder.Text.Replace("#", tag.DefinitionValue, StringComparison.Ordinal));
        var found = new List<HedIssue>();
        new HedTagResolver(vocabularies, found).Resolve(filled);
        if (found.FirstOrDefault(f => !f.IsWarning) is { } fault) issues.Add(fault with { Found = tag.Text });
    }

    private void CheckExpansions(HedGroup group, List<HedIssue> issues)
    {
        foreach (var tag in group.Tags.Where(t => t.Is("Def-expand")))
        {
            var before = issues.Count;
            CheckUse(tag, "DEF_EXPAND_INVALID", issues);
            if (issues.Count > before || definitions[tag.DefinitionName] is not { } definition) continue;
            if ((group.Groups.Count == 0 ? "" : group.Groups[0].Canonical) != definition.Evaluate(tag.DefinitionValue))
                issues.Add(new("DEF_EXPAND_INVALID", tag.Text, "@differs"));
        }

        foreach (var inner in group.Groups) CheckExpansions(inner, issues);
    }
}
