using Pons.Streams;

namespace Pons.Tests.Pipelines;

/// <summary>Streams made of numbers, for tests of pipelines.</summary>
internal static class Blocks
{
    public static readonly ClockId Clock = new("test");

    public static StreamInfo Info(int channels = 2, double rateHz = 100) =>
        new("test", [.. Enumerable.Range(0, channels).Select(c => new Channel($"ch{c}"))], rateHz, Clock);

    public static SignalBlock Block(long first, int samples, int channels = 2, long missingBefore = 0) =>
        new(first, Timestamp.FromSeconds(Clock, first / 100.0),
            Enumerable.Range(0, samples * channels).Select(i => (float)(first * channels + i)).ToArray(), channels, missingBefore: missingBefore);

    /// <summary>A source that hands out these blocks, each as soon as it is asked for.</summary>
    public sealed class Source(StreamInfo info, IEnumerable<SignalBlock> blocks) : SignalSource
    {
        public override StreamInfo Info => info;

        public override async IAsyncEnumerable<SignalBlock> ReadAsync(
            [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation = default)
        {
            foreach (var block in blocks)
            {
                cancellation.ThrowIfCancellationRequested();
                yield return block;
            }

            await Task.CompletedTask;
        }
    }
}
