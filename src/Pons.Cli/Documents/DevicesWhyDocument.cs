namespace Pons.Cli.Documents;

/// <summary>What <c>pons devices --why --json</c> prints; docs/reference/json/devices-why.schema.json.</summary>
internal sealed record DevicesWhyDocument(string? Address, bool IsBlocked, IReadOnlyList<DevicesWhyDocument.Finding> Findings)
{
    /// <summary>One thing that was seen.</summary>
    internal sealed record Finding(string Code, string Weight, string What, string Why, string Remedy);
}
