using Pons.Deidentification.Risk;
using Pons.Evaluation;
using Pons.Evaluation.Identity;

namespace Pons.Cli.Documents;

/// <summary>What <c>pons bids risk --json</c> prints; docs/reference/json/risk.schema.json.</summary>
internal sealed record RiskDocument(RiskDocument.TableSection? Table, RiskDocument.SignalSection? Signal)
{
    internal sealed record TableSection(
        string Sharing, IReadOnlyList<string> QuasiIdentifiers, int Records, int Classes, int SmallestClass, int NeededClass, int RecordsTooRare,
        double LargestRecordRisk, double AverageRecordRisk, double ContextRisk, double OverallRisk, double OverallLimit, bool IsWithinLimits,
        string Status, IReadOnlyList<Step>? Suggestion);

    internal sealed record Step(string Column, double? BinWidth);

    internal sealed record SignalSection(
        string? UnknownBecause, int Subjects, int TestedSessions, int TestedWindows, double WindowSeconds, int Channels, double Chance,
        IReadOnlyList<Attack> Attacks, IReadOnlyList<string> Limits);

    internal sealed record Attack(string Name, Interval IdentificationRate, Interval WindowIdentificationRate, Interval EqualErrorRate);

    /// <summary>A number with its 95 % interval.</summary>
    internal sealed record Interval(double Value, double Low, double High);

    public static RiskDocument Of(TableRisk? table, SignalIdentityRisk? signal) => new(
        table is null ? null : new(
            table.Sharing.Name, table.QuasiIdentifiers, table.Records, table.ClassSizes.Length, table.SmallestClass, table.Sharing.SmallestClass, table.RecordsTooRare,
            table.LargestRecordRisk, table.AverageRecordRisk, table.ContextRisk, table.OverallRisk, SharingModel.OverallLimit, table.IsWithinLimits,
            "provisional", table.Suggestion?.Select(g => new Step(g.Column, g.BinWidth)).ToList()),
        signal is null ? null : new(
            signal.UnknownBecause, signal.Subjects, signal.TestedSessions, signal.TestedWindows, signal.WindowSeconds, signal.Channels, signal.Chance,
            [.. signal.Attacks.Select(a => new Attack(a.Name, Of(a.IdentificationRate), Of(a.WindowIdentificationRate), Of(a.EqualErrorRate)))], signal.Limits));

    private static Interval Of(Estimate estimate) => new(estimate.Value, estimate.Low, estimate.High);
}
