namespace Pons.Cli.Documents;

/// <summary>Samples per channel.</summary>
internal sealed record SampleTotals(long Expected, long Received, long Lost);
