using Pons.Streams;

namespace Pons.Contracts;

/// <summary>The promises of a <see cref="SignalSource"/>, put to the test on a real one. Knows no test framework.</summary>
public sealed class SourceContract
{
    private const string CancelPromise = "cancelling ends the reading with OperationCanceledException.";
    private readonly Func<SignalSource> _open;
    private readonly TimeSpan _patience;
    private readonly int _blocks;

    /// <summary>Chooses the source and how long to watch it.</summary>
    /// <param name="open">Makes a new source, ready to read; called several times, each source is disposed.</param>
    /// <param name="blocks">Blocks to take at most, at least 2; default 64.</param>
    /// <param name="patience">How long a block or the end after cancelling may take; default 10 seconds.</param>
    public SourceContract(Func<SignalSource> open, int blocks = 64, TimeSpan? patience = null)
    {
        ArgumentNullException.ThrowIfNull(open);
        ArgumentOutOfRangeException.ThrowIfLessThan(blocks, 2);
        (_open, _blocks, _patience) = (open, blocks, patience ?? TimeSpan.FromSeconds(10));
    }

    /// <summary>Checks every promise; returns when all are kept.</summary>
    /// <exception cref="ContractBreach">A promise is broken.</exception>
    public async Task VerifyAsync()
    {
        await VerifyBlocksAsync().ConfigureAwait(false);
        await VerifyCancelledBeforeAsync().ConfigureAwait(false);
        await VerifyCancelledBetweenAsync().ConfigureAwait(false);
    }

    private async Task VerifyBlocksAsync()
    {
        var source = _open();
        await using var _ = source.ConfigureAwait(false);
        var info = source.Info;
        var seen = new List<(SignalBlock Block, float[] Copy)>();
        using var stop = new CancellationTokenSource();
        var reading = source.ReadAsync(stop.Token).GetAsyncEnumerator(stop.Token);
        while (seen.Count < _blocks && await NextAsync(reading).ConfigureAwait(false))
        {
            VerifyBlock(info, reading.Current, seen.Count == 0 ? null : seen[^1].Block);
            seen.Add((reading.Current, reading.Current.Samples.ToArray()));
        }

        await reading.DisposeAsync().ConfigureAwait(false);
        ContractBreach.ThrowUnless(source.Info.Equals(info), "the description of a stream is known before the first sample and stays.",
            "it changed while blocks were read.");
        foreach (var (block, copy) in seen)
            ContractBreach.ThrowUnless(block.Samples.Span.SequenceEqual(copy), "nobody changes the samples of a delivered block.",
                $"the block at sample {block.FirstSampleIndex} changed after a later one was read.");
    }

    private static void VerifyBlock(StreamInfo info, SignalBlock block, SignalBlock? before)
    {
        var place = $"the block at sample {block.FirstSampleIndex}";
        ContractBreach.ThrowUnless(block.ChannelCount == info.ChannelCount, "every block has the channels of Info.",
            $"{place} has {block.ChannelCount} of {info.ChannelCount} channels.");
        ContractBreach.ThrowUnless(block.SampleCount > 0, "a block holds at least one sample.", $"{place} is empty.");
        ContractBreach.ThrowUnless(block.Time.Clock == info.Clock, "times of blocks are read from the clock of Info.",
            $"{place} has '{block.Time.Clock}', not '{info.Clock}'.");
        var expected = (before?.EndSampleIndex ?? 0) + block.MissingBefore;
        ContractBreach.ThrowUnless(block.FirstSampleIndex == expected,
            "blocks follow each other without overlap, and a missing sample is counted.",
            $"{place} was expected at {expected}: {before?.EndSampleIndex ?? 0} delivered before, {block.MissingBefore} missing.");
        ContractBreach.ThrowUnless(before is null || block.Time > before.Time, "time goes on from block to block.",
            $"{place} is at {block.Time}, the one before at {before?.Time}.");
        var previous = block.FirstSampleIndex;
        foreach (var marker in block.Markers)
        {
            ContractBreach.ThrowUnless(marker.SampleIndex >= previous && marker.SampleIndex < block.EndSampleIndex,
                "markers lie in their block, in order.",
                $"'{marker.Label}' at sample {marker.SampleIndex} came with {place}, which ends at {block.EndSampleIndex}.");
            ContractBreach.ThrowUnless(marker.Time.Clock == info.Clock, "times of markers are read from the clock of Info.",
                $"'{marker.Label}' has '{marker.Time.Clock}'.");
            previous = marker.SampleIndex;
        }
    }

    private async Task VerifyCancelledBeforeAsync()
    {
        var source = _open();
        await using var _ = source.ConfigureAwait(false);
        var reading = source.ReadAsync(new CancellationToken(canceled: true)).GetAsyncEnumerator(CancellationToken.None);
        await ExpectCancellationAsync(reading, "a reading that was cancelled before it began went on.").ConfigureAwait(false);
    }

    private async Task VerifyCancelledBetweenAsync()
    {
        var source = _open();
        await using var _ = source.ConfigureAwait(false);
        using var stop = new CancellationTokenSource();
        var reading = source.ReadAsync(stop.Token).GetAsyncEnumerator(CancellationToken.None);
        if (!await NextAsync(reading).ConfigureAwait(false)) return;
        await stop.CancelAsync().ConfigureAwait(false);
        await ExpectCancellationAsync(reading, "the reading went on after it was cancelled.").ConfigureAwait(false);
    }

    private async Task ExpectCancellationAsync(IAsyncEnumerator<SignalBlock> reading, string otherwise)
    {
        var ended = false;
        try
        {
            // A driver may have one block on its way when it is told to stop.
            for (var i = 0; i < 2 && !ended; i++) ended = !await NextAsync(reading).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            await reading.DisposeAsync().ConfigureAwait(false);
            return;
        }

        throw new ContractBreach(CancelPromise, ended ? "the reading ended as if the source were exhausted." : otherwise);
    }

    private async Task<bool> NextAsync(IAsyncEnumerator<SignalBlock> reading)
    {
        try
        {
            return await reading.MoveNextAsync().AsTask().WaitAsync(_patience, TimeProvider.System).ConfigureAwait(false);
        }
        catch (TimeoutException e)
        {
            throw new ContractBreach("a source delivers, ends or reports a fault, and cancelling stops it.",
                $"nothing came for {_patience.TotalSeconds} s.", e);
        }
    }
}
