using System.Globalization;
using System.Text;
using Pons.Cli.Documents;

namespace Pons.Cli.Benchmarks;

/// <summary>Measurements as the tables of docs/reference/benchmarks.md.</summary>
internal static class BenchMarkdown
{
    public static string Of(BenchDocument document)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"Processor: {document.Processor}, {document.Cores} cores, vectors of {document.Vectors}. {document.Runtime}.");
        if (document.Peers is { } peers)
            text.AppendLine(CultureInfo.InvariantCulture, $"Peers: {string.Join(", ", peers.EnumerateObject().Select(p => $"{p.Name} {p.Value}"))}.");
        text.AppendLine().AppendLine("| Kernel | Work | Peer | Pons, ms | Peer, ms | Ratio (lowest to highest pair) | Wanted | Plainest way, ms (share) |").AppendLine("|---|---|---|---|---|---|---|---|");
        foreach (var m in document.Kernels.Concat(document.Evaluation is { } e ? [e] : []))
            text.AppendLine(CultureInfo.InvariantCulture, $"| {m.Name} | {m.Work} | {m.Peer} | {Milliseconds(m.OursMs)} | {Milliseconds(m.PeerMs)} | {Ratio(m)} | {Target(m)} | {Plain(m)} |");
        if (document.Live is { } live) text.AppendLine().Append(Of(live));
        return text.ToString();
    }

    public static string Of(BenchDocument.LiveLoop live)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture,
            $"Live loop of {live.Minutes} minutes: {live.Channels} channels, {live.RateHz} Hz, blocks of {live.BlockSamples} samples. {live.Samples.Received} of {live.Samples.Expected} samples, {live.Samples.Lost} lost. Memory {live.MemoryAfterTenSecondsMb:0} MB after ten seconds, {live.MemoryAtEndMb:0} MB at the end.");
        text.AppendLine().AppendLine("| Stage | Count | p50, ms | p99, ms | p99.9, ms | max, ms |").AppendLine("|---|---|---|---|---|---|");
        foreach (var (stage, time) in live.LatencyMs)
            text.AppendLine(CultureInfo.InvariantCulture, $"| {stage} | {time.Count} | {time.P50:0.0000} | {time.P99:0.000} | {time.P999:0.000} | {time.Max:0.000} |");
        return text.ToString();
    }

    public static string Milliseconds(double? value) => value is { } ms ? ms.ToString(ms < 10 ? "0.000" : "0.0", CultureInfo.InvariantCulture) : "";

    public static string Ratio(BenchDocument.Measured m) =>
        m.Ratio is { } ratio ? string.Create(CultureInfo.InvariantCulture, $"{ratio:0.0} × ({m.RatioLow:0.0} to {m.RatioHigh:0.0})") : "";

    /// <summary>The least that any program would have to do, and its share of our time.</summary>
    private static string Plain(BenchDocument.Measured m) =>
        m.PlainMs is { } plain ? string.Create(CultureInfo.InvariantCulture, $"{Milliseconds(plain)} ({plain / m.OursMs:P0})") : "";

    public static string Target(BenchDocument.Measured m) => string.Create(CultureInfo.InvariantCulture, $"≥ {m.TargetRatio:0.##} ×");
}
