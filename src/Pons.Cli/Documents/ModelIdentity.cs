namespace Pons.Cli.Documents;

/// <summary>Which model decided.</summary>
internal sealed record ModelIdentity(string Hash);
