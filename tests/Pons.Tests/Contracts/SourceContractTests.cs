using System.Runtime.CompilerServices;
using Pons.Contracts;
using Pons.Streams;

namespace Pons.Tests.Contracts;

/// <summary>Each fake breaks one promise; the contract must name it.</summary>
public sealed class SourceContractTests
{
    private static readonly ClockId Clock = new("fake");
    private static readonly StreamInfo Info = new("fake", [new("C3"), new("C4")], 10, Clock);

    private static SignalBlock Block(long first, int samples = 2, int channels = 2, long missing = 0, double? seconds = null,
        Marker[]? markers = null, float[]? values = null) =>
        new(first, Timestamp.FromSeconds(Clock, seconds ?? first / 10.0), values ?? new float[samples * channels], channels,
            [.. markers ?? []], missing);

    [Fact]
    public Task Faultless_source_passes() => Contract(() => [Block(0), Block(2), Block(7, missing: 3)]).VerifyAsync();

    [Fact]
    public Task Overlap_is_found() => Breaks(() => [Block(0), Block(1)], "without overlap");

    [Fact]
    public Task Uncounted_gap_is_found() => Breaks(() => [Block(0), Block(5)], "missing sample is counted");

    [Fact]
    public Task Other_channels_are_found() => Breaks(() => [Block(0, channels: 3)], "channels of Info");

    [Fact]
    public Task Empty_block_is_found() => Breaks(() => [Block(0, 0)], "at least one sample");

    [Fact]
    public Task Time_that_stands_still_is_found() => Breaks(() => [Block(0), Block(2, seconds: 0)], "time goes on");

    [Fact]
    public Task Foreign_clock_is_found() =>
        Breaks(() => [new SignalBlock(0, new(ClockId.Host, 0), new float[4], 2)], "clock of Info");

    [Fact]
    public Task Marker_outside_its_block_is_found() => Breaks(() => [Block(0, markers: [new(2, new(Clock, 0), "late")])],
        "markers lie in their block");

    [Fact]
    public Task Reused_buffer_is_found()
    {
        var buffer = new float[4];
        IEnumerable<SignalBlock> Blocks()
        {
            for (var i = 0; i < 3; i++)
            {
                buffer[0] = i;
                yield return Block(i * 2, values: buffer);
            }
        }

        return Breaks(Blocks, "nobody changes the samples");
    }

    [Fact]
    public Task Deaf_source_is_found() => Breaks(() => [Block(0), Block(2), Block(4), Block(6)], "OperationCanceledException",
        hears: false);

    [Fact]
    public async Task Silent_source_is_found()
    {
        var breach = await Assert.ThrowsAsync<ContractBreach>(() => new SourceContract(() => new SilentSource(),
            patience: TimeSpan.FromMilliseconds(50)).VerifyAsync());
        Assert.Contains("nothing came", breach.Happened, StringComparison.Ordinal);
    }

    private static SourceContract Contract(Func<IEnumerable<SignalBlock>> blocks, bool hears = true) =>
        new(() => new FakeSource(blocks, hears));

    private static async Task Breaks(Func<IEnumerable<SignalBlock>> blocks, string promise, bool hears = true)
    {
        var breach = await Assert.ThrowsAsync<ContractBreach>(() => Contract(blocks, hears).VerifyAsync());
        Assert.Contains(promise, breach.Promise, StringComparison.Ordinal);
    }

    private sealed class FakeSource(Func<IEnumerable<SignalBlock>> blocks, bool hears) : SignalSource
    {
        public override StreamInfo Info => SourceContractTests.Info;

        public override async IAsyncEnumerable<SignalBlock> ReadAsync([EnumeratorCancellation] CancellationToken cancellation = default)
        {
            foreach (var block in blocks())
            {
                if (hears) cancellation.ThrowIfCancellationRequested();
                yield return block;
                await Task.CompletedTask;
                if (hears) cancellation.ThrowIfCancellationRequested();
            }
        }
    }

    private sealed class SilentSource : SignalSource
    {
        public override StreamInfo Info => SourceContractTests.Info;

        public override async IAsyncEnumerable<SignalBlock> ReadAsync([EnumeratorCancellation] CancellationToken cancellation = default)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, CancellationToken.None);
            yield break;
        }
    }
}
