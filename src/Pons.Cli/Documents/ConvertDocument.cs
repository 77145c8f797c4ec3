namespace Pons.Cli.Documents;

/// <summary>What <c>pons convert --json</c> prints; docs/reference/json/convert.schema.json.</summary>
internal sealed record ConvertDocument(
    string From,
    string FromFormat,
    string To,
    string ToFormat,
    long Bytes,
    double Seconds,
    IReadOnlyList<string> ForeseenLosses,
    bool IsBitEqual,
    IReadOnlyList<ConvertDocument.Loss> Losses,
    IReadOnlyList<string> Warnings)
{
    /// <summary>A channel whose values changed.</summary>
    internal sealed record Loss(string Stream, string Label, double LargestError, double Step);
}
