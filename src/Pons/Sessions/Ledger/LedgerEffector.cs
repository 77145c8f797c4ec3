using Pons.Control.Remote;

namespace Pons.Sessions.Ledger;

/// <summary>Something else happened to an effector: reached, lost, brought to its safe state.</summary>
/// <param name="To">Address of the effector.</param>
/// <param name="Kind">What, in the words of <see cref="EffectorReportKind"/>: <c>Connected</c>, <c>Lost</c>, <c>Safe</c> or <c>SafeUntold</c>.</param>
/// <param name="Text">Why; for a safe state in the words of <see cref="SafeReason"/>.</param>
public sealed record LedgerEffector(string To, string Kind, string Text) : LedgerEntry
{
    /// <summary>The entry of a report: this one, or a <see cref="LedgerCommand"/> when it is about a command.</summary>
    /// <param name="report">The report.</param>
    public static LedgerEntry Of(EffectorReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var to = report.Effector.ToString();
        LedgerEntry entry = report.Command is { } command
            ? new LedgerCommand(to, command.DecisionIndex, command.Intent.Name, command.IsLate, report.Kind == EffectorReportKind.Sent ? null : report.Text)
            : new LedgerEffector(to, report.Kind.ToString(), report.Text);
        return entry with { HostNanoseconds = report.At.Nanoseconds };
    }
}
