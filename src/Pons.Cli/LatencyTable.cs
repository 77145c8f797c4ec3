using Pons.Cli.Documents;
using Spectre.Console;

namespace Pons.Cli;

/// <summary>The latency of every stage for a person to read, in milliseconds.</summary>
internal static class LatencyTable
{
    public static void Print(IReadOnlyDictionary<string, StageLatency> latencyMs)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("latency, ms", "p50", "p99", "p99.9", "max");
        foreach (var (stage, time) in latencyMs)
            table.AddRow(stage, Milliseconds(time.P50), Milliseconds(time.P99), Milliseconds(time.P999), Milliseconds(time.Max));
        Terminal.Out.Write(table);
    }

    private static string Milliseconds(double value) => FormattableString.Invariant($"{value:0.000}");
}
