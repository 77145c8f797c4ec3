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
        if (document.Streams is { } streams) text.AppendLine().Append(Of(streams));
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

    public static string Of(BenchDocument.LiveStreams streams)
    {
        var text = new StringBuilder();
        text.AppendLine("| Stream | Work | Stack | Samples | p50, ms | p99, ms | p99.9, ms | max, ms | Lost |");
        text.AppendLine("|---|---|---|---|---|---|---|---|---|");
        foreach (var l in streams.Loopback)
            text.Append(CultureInfo.InvariantCulture, $"| {l.Name} | {l.Work} | {l.Stack} | {l.LatencyMs.Count} | {l.LatencyMs.P50:0.000} | {l.LatencyMs.P99:0.000} ")
                .AppendLine(CultureInfo.InvariantCulture, $"| {l.LatencyMs.P999:0.000} | {l.LatencyMs.Max:0.000} | {Lost(l.Samples)} |");
        text.AppendLine().AppendLine("| Stream | Work | Seconds | Share of one core | Of the nominal rate | Bytes allocated per block | Lost |");
        text.AppendLine("|---|---|---|---|---|---|---|");
        foreach (var r in streams.Receiving)
            text.Append(CultureInfo.InvariantCulture, $"| {r.Name} | {r.Work} | {r.Seconds:0} | {r.CoreShare:0.0 %} | {r.Pace:0.0 %} ")
                .AppendLine(CultureInfo.InvariantCulture, $"| {r.BytesPerBlock:0} | {Lost(r.Samples)} |");
        return text.ToString();
    }

    public static string Milliseconds(double? value) => value is { } ms ? ms.ToString(ms < 10 ? "0.000" : "0.0", CultureInfo.InvariantCulture) : "";

    public static string Ratio(BenchDocument.Measured m) =>
        m.Ratio is { } ratio ? string.Create(CultureInfo.InvariantCulture, $"{ratio:0.0} × ({m.RatioLow:0.0} to {m.RatioHigh:0.0})") : "";

    /// <summary>The least that any program would have to do, and its share of our time.</summary>
    private static string Plain(BenchDocument.Measured m) =>
        m.PlainMs is { } plain ? string.Create(CultureInfo.InvariantCulture, $"{Milliseconds(plain)} ({plain / m.OursMs:P0})") : "";

    public static string Target(BenchDocument.Measured m) => string.Create(CultureInfo.InvariantCulture, $"≥ {m.TargetRatio:0.##} ×");

    /// <summary>Nothing lost, or loudly how many.</summary>
    private static string Lost(SampleTotals samples) =>
        samples.Lost == 0 ? "0" : string.Create(CultureInfo.InvariantCulture, $"**{samples.Lost} LOST**");
}
