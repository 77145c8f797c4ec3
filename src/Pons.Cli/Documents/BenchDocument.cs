using System.Text.Json;

namespace Pons.Cli.Documents;

/// <summary>What <c>pons bench --json</c> prints; docs/reference/json/bench.schema.json.</summary>
internal sealed record BenchDocument(
    string Processor,
    int Cores,
    string Runtime,
    string Vectors,
    JsonElement? Peers,
    IReadOnlyList<BenchDocument.Measured> Kernels,
    BenchDocument.Measured? Evaluation,
    BenchDocument.LiveLoop? Live,
    BenchDocument.LiveStreams? Streams)
{
    internal sealed record Measured(
        string Name, string Work, string Peer, int Repeats, double OursMs, double? PeerMs, double? Ratio, double? RatioLow, double? RatioHigh, double TargetRatio,
        double? PlainMs);

    internal sealed record LiveLoop(
        double Minutes, int Channels, double RateHz, int BlockSamples, IReadOnlyDictionary<string, StageLatency> LatencyMs, SampleTotals Samples,
        double MemoryAfterTenSecondsMb, double MemoryAtEndMb, int FullCollections);

    internal sealed record LiveStreams(IReadOnlyList<Loopback> Loopback, IReadOnlyList<Receiving> Receiving);

    internal sealed record Loopback(string Name, string Work, string Stack, StageLatency LatencyMs, SampleTotals Samples);

    internal sealed record Receiving(
        string Name, string Work, double Seconds, bool IsRecorded, double CoreShare, double Pace, long Blocks, double BytesPerBlock, SampleTotals Samples);
}
