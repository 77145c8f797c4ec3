using Pons.Decoding;
using Pons.Pipelines;
using Pons.Streams;

namespace Pons.Tests.Pipelines;

/// <summary>Small made-up streams.</summary>
internal static class MadeUp
{
    public static readonly RunKey Run = new(new("s"), new("1"), new("r"));

    public static StreamInfo Stream(int channels = 2, double? rateHz = 100) =>
        new("made up", [.. Enumerable.Range(0, channels).Select(c => new Channel($"C{c}"))], rateHz, new("file"));

    /// <summary>Sample n of channel c is 1000 · c + n.</summary>
    public static SignalBlock Ramp(
        long first, int count, int channels = 2, long missing = 0, params (long Sample, string Label)[] markers)
    {
        var samples = Enumerable.Range(0, count * channels).Select(i => (float)(1000 * (i % channels) + first + i / channels));
        var placed = markers.Select(m => new Marker(m.Sample, Time(m.Sample), m.Label));
        return new(first, Time(first), samples.ToArray(), channels, [.. placed], missing);
    }

    public static Timestamp Time(double sample, double rateHz = 100) => new(new("file"), (long)Math.Round(sample / rateHz * 1e9));

    public static List<TOut> Through<TOut>(this Stage<SignalBlock, TOut> stage, StreamInfo info, params SignalBlock[] blocks)
    {
        var items = new List<TOut>();
        var run = stage.Start(info, new SinkRun<TOut>(items.Add));
        foreach (var block in blocks) run.Process(block);
        run.Complete();
        return items;
    }
}
