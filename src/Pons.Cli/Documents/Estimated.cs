namespace Pons.Cli.Documents;

/// <summary>A share with its 95 % interval, and the share that guessing reaches with a probability of at most 5 %.</summary>
internal sealed record Estimated(double Value, double Low, double High, double ChanceLimit);
