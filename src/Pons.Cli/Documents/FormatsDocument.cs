namespace Pons.Cli.Documents;

/// <summary>What <c>pons formats --json</c> prints; docs/reference/json/formats.schema.json.</summary>
internal sealed record FormatsDocument(IReadOnlyList<FormatsDocument.Format> Formats)
{
    /// <summary>One format; <paramref name="UnavailableBecause"/> is absent when it can be used here.</summary>
    internal sealed record Format(string Name, IReadOnlyList<string> Extensions, bool IsWritten, IReadOnlyList<string> SampleTypes, string? UnavailableBecause);
}
