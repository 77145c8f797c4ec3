namespace Pons.Cli.Documents;

/// <summary>What <c>pons train --json</c> prints; docs/reference/json/train.schema.json.</summary>
internal sealed record TrainDocument(
    string Model,
    string Hash,
    string Decoder,
    string Paradigm,
    IReadOnlyDictionary<string, double> ParadigmParameters,
    int Channels,
    double RateHz,
    int TrialSamples,
    IReadOnlyDictionary<string, int> TrialsByClass,
    IReadOnlyList<TrainDocument.Input> Inputs)
{
    internal sealed record Input(string File, string Sha256, int Trials, int TrialsLost);
}
