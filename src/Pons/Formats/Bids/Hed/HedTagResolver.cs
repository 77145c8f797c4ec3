namespace Pons.Formats.Bids.Hed;

/// <summary>Finds what tags mean: the tag of the vocabulary, in short or long form, and the value or tags of one's own behind it.</summary>
internal sealed class HedTagResolver(HedVocabularies vocabularies, List<HedIssue> issues)
{
    /// <summary>Resolves a tag; what is wrong with it is told.</summary>
    public void Resolve(HedTag tag)
    {
        if (WithoutPrefix(tag) is not { } path || vocabularies[tag.Prefix] is not { } vocabulary) return;
        if (path == "#")
        {
            issues.Add(new("PLACEHOLDER_INVALID", tag.Text, "@here"));
            return;
        }

        if (path.StartsWith('/') || path.EndsWith('/') || path.Split('/').Any(p => p.Length == 0 || p != p.Trim()))
        {
            // A value may hold what a path may not, such as https://.
            issues.Add(new("TAG_INVALID", tag.Text, path.Replace(" ", "", StringComparison.Ordinal).Trim('/').Replace("//", "/", StringComparison.Ordinal)));
            return;
        }

        var parts = path.Split('/');
        if (vocabulary.Find(parts[0]) is not { } node)
        {
            issues.Add(new("TAG_INVALID", tag.Text, string.Join(", ", vocabulary.Near(parts[0], 3))));
            return;
        }

        var next = 1;
        while (next < parts.Length && node.Child(parts[next]) is { } child) (node, next) = (child, next + 1);
        tag.Node = node;
        tag.Rest = string.Join('/', parts[next..]);
        tag.HasValue = next < parts.Length && node.Value is not null;
        CheckRest(tag, vocabulary, parts[next..]);
        if (node.IsDeprecated || (tag.HasValue && node.Value!.IsDeprecated)) issues.Add(new("ELEMENT_DEPRECATED", tag.Text));
    }

    private string? WithoutPrefix(HedTag tag)
    {
        var slash = tag.Text.IndexOf('/', StringComparison.Ordinal);
        var colon = tag.Text.IndexOf(':', StringComparison.Ordinal);
        if (colon >= 0 && (slash < 0 || colon < slash)) tag.Prefix = tag.Text[..colon];
        if (vocabularies[tag.Prefix] is not null) return tag.Text[(tag.Prefix.Length > 0 ? tag.Prefix.Length + 1 : 0)..];
        issues.Add(new("TAG_NAMESPACE_PREFIX_INVALID", tag.Text, string.Join(", ", vocabularies.Prefixes)));
        return null;
    }

    private void CheckRest(HedTag tag, HedVocabulary vocabulary, string[] rest)
    {
        var node = tag.Node!;
        if (rest.Length == 0)
        {
            if (node.NeedsChild) issues.Add(new("TAG_REQUIRES_CHILD", tag.Text, node.Value is null ? string.Join(", ", node.ChildNames.Take(5)) : $"{node.Name}/…"));
        }
        else if (tag.HasValue)
        {
            if (HedReserved.IsDefinitionTag(node.Name)) CheckDefinitionName(tag);
            else CheckValue(tag, vocabulary, node.Value!, tag.Rest);
        }
        else if (rest.FirstOrDefault(p => vocabulary.Find(p) is not null) is { } known)
        {
            issues.Add(new("TAG_EXTENSION_INVALID", tag.Text, known));
        }
        else if (!node.IsExtensible || HedReserved.Of(node.Name) is not null || rest.Any(p => !HedVocabulary.IsName(p)))
        {
            issues.Add(new("TAG_EXTENSION_INVALID", tag.Text, node.Name));
        }
        else
        {
            issues.Add(new("TAG_EXTENDED", tag.Text));
        }
    }

    private void CheckDefinitionName(HedTag tag)
    {
        if (!HedVocabulary.IsName(tag.DefinitionName)) issues.Add(new("VALUE_INVALID", tag.Text, "nameClass"));
    }

    private void CheckValue(HedTag tag, HedVocabulary vocabulary, HedNode value, string text)
    {
        var number = vocabulary.WithoutUnit(value, text, out var unit);
        if (text.Count(c => c == '#') > 1)
            issues.Add(new("PLACEHOLDER_INVALID", tag.Text, "@part"));
        else if (unit == HedUnitFinding.Unknown)
            issues.Add(new("UNITS_INVALID", tag.Text, string.Join(", ", vocabulary.UnitsOf(value))));
        else if (number == "#")
            return;
        else if (text.Contains('#', StringComparison.Ordinal))
            issues.Add(new("PLACEHOLDER_INVALID", tag.Text, "@part"));
        else if (!HedVocabulary.FitsClass(value, number))
            issues.Add(new("VALUE_INVALID", tag.Text, value.ValueClasses.IsEmpty ? "numericClass" : string.Join(", ", value.ValueClasses)));
        else if (unit == HedUnitFinding.Missing)
            issues.Add(new("UNITS_MISSING", tag.Text, string.Join(", ", vocabulary.UnitsOf(value))));
    }
}
