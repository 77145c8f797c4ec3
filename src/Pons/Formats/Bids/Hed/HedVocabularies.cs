namespace Pons.Formats.Bids.Hed;

/// <summary>The vocabularies that a data set names, each with the prefix that its tags bear; one may have none.</summary>
internal sealed class HedVocabularies
{
    private readonly Dictionary<string, HedVocabulary> _byPrefix = new(StringComparer.Ordinal);

    /// <summary>Versions that are not at hand.</summary>
    public List<string> Missing { get; } = [];

    public IEnumerable<string> Prefixes => _byPrefix.Keys.Where(k => k.Length > 0).Select(k => k + ":");

    public bool IsComplete => Missing.Count == 0 && _byPrefix.Count > 0;

    /// <summary>Finds what <c>HEDVersion</c> names: among those read from files, then among those that come with Pons.</summary>
    /// <param name="versions">The texts of the field, such as <c>8.4.0</c> or <c>sc:score_2.1.0</c>.</param>
    /// <param name="read">Vocabularies read from files.</param>
    public static HedVocabularies Of(IEnumerable<string> versions, IReadOnlyList<HedVocabulary> read)
    {
        var vocabularies = new HedVocabularies();
        foreach (var text in versions)
        {
            var colon = text.IndexOf(':', StringComparison.Ordinal);
            var (prefix, version) = colon < 0 ? ("", text) : (text[..colon], text[(colon + 1)..]);
            if ((read.FirstOrDefault(r => r.Version == version) ?? HedVocabulary.Shipped(version)) is { } vocabulary)
                vocabularies._byPrefix[prefix] = vocabulary;
            else
                vocabularies.Missing.Add(text);
        }

        return vocabularies;
    }

    public HedVocabulary? this[string prefix] => _byPrefix.GetValueOrDefault(prefix);
}
