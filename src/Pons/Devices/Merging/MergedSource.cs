using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Pons.Streams;

namespace Pons.Devices.Merging;

/// <summary>
/// Several streams as one on the clock of the host. The samples of one input are the grid; at the time of each, by the fitted maps, the other
/// inputs are interpolated linearly between their two nearest samples, trigger channels keep the newest value. Where any input has no sample
/// on both sides, the result has a gap: nothing is invented. Channels stand in the order of the inputs; a label that two inputs share gets
/// the name of its stream in front. Markers of all inputs come with their time on the host's clock and its uncertainty.
/// <para>An input that does not come is waited for once, for a stated time; after that its samples are missing until it comes again. At most
/// 256 blocks of an input wait. The result ends with the grid or with the input that ends first. Linear interpolation is a weak low-pass:
/// at a tenth of an input's rate it loses at most 5 % of the amplitude, and its delay is zero.</para>
/// <para>One reader; a sample count is the grid's, so a gap of the grid is a gap of the result.</para>
/// </summary>
public sealed class MergedSource : SignalSource
{
    private readonly ImmutableArray<MergeInput> _inputs;
    private readonly TimeProvider _time;
    private readonly TimeSpan _patience;
    private int _isReading;

    /// <summary>Joins inputs; nothing is read yet.</summary>
    /// <param name="inputs">Two or more, each with a regular rate.</param>
    /// <param name="grid">Place of the input whose samples are the grid; default the first.</param>
    /// <param name="patience">How long an input is waited for; default 1 s.</param>
    /// <param name="time">By which it is waited; the system's unless a test says otherwise.</param>
    /// <exception cref="ArgumentException">Fewer than two inputs, one that comes irregularly, or no such grid.</exception>
    public MergedSource(IEnumerable<MergeInput> inputs, int grid = 0, Duration? patience = null, TimeProvider? time = null)
    {
        _inputs = [.. inputs];
        if (_inputs.Length < 2) throw new ArgumentException($"Merging takes two or more inputs, not {_inputs.Length}.", nameof(inputs));
        if (_inputs.FirstOrDefault(i => i.Source.Info.RateHz is null) is { } irregular)
            throw new ArgumentException($"'{irregular.Source.Info.Name}' comes irregularly; merge its markers, not its samples.", nameof(inputs));
        ArgumentOutOfRangeException.ThrowIfNegative(grid);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(grid, _inputs.Length);
        Grid = grid;
        _patience = TimeSpan.FromSeconds((patience ?? new(1_000_000_000)).Seconds);
        _time = time ?? TimeProvider.System;
        Info = new(string.Join(" + ", _inputs.Select(i => i.Source.Info.Name)), Channels(_inputs), _inputs[grid].Source.Info.RateHz, ClockId.Host);
        Alignments = [.. _inputs.Select(i => new MergeAlignment(i.Source.Info.Name, Duration.Zero, Duration.Zero, 0))];
    }

    /// <inheritdoc/>
    public override StreamInfo Info { get; }

    /// <summary>Place of the input whose samples are the grid.</summary>
    public int Grid { get; }

    /// <summary>How well each input lies on the grid at present, in the order of the inputs. A snapshot; may be read by any thread.</summary>
    public ImmutableArray<MergeAlignment> Alignments { get; private set; }

    /// <summary>Place of the input with the highest rate, as grid.</summary>
    public static int Fastest(IReadOnlyList<MergeInput> inputs) =>
        Enumerable.Range(0, inputs.Count).MaxBy(i => inputs[i].Source.Info.RateHz ?? 0);

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">Another reading is going on.</exception>
    public override async IAsyncEnumerable<SignalBlock> ReadAsync([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        if (Interlocked.Exchange(ref _isReading, 1) == 1) throw new InvalidOperationException("A source has one reader at a time.");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        ImmutableArray<InputReader> readers = [.. _inputs.Select(i => new InputReader(i))];
        Task[] pumps = cancellation.IsCancellationRequested ? [] : [.. readers.Select(r => r.PumpAsync(stop.Token))];
        try
        {
            cancellation.ThrowIfCancellationRequested();
            var merge = new MergeRun(readers, Grid, Info.ChannelCount);
            await foreach (var block in readers[Grid].Queue.ReadAllAsync(cancellation).ConfigureAwait(false))
            {
                if (merge.Begin(block))
                    foreach (var other in merge.Others) await other.ReachAsync(merge.Until, _patience, _time, cancellation).ConfigureAwait(false);
                if (merge.Others.Any(o => o.HasEnded && !merge.IsCovered(o))) yield break;
                foreach (var merged in merge.Blocks()) yield return merged;
                Alignments = merge.Alignments();
                cancellation.ThrowIfCancellationRequested();
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(pumps).ConfigureAwait(false);
            Volatile.Write(ref _isReading, 0);
        }
    }

    /// <summary>Frees all inputs.</summary>
    public override async ValueTask DisposeAsync()
    {
        foreach (var input in _inputs) await input.Source.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    private static ImmutableArray<Pons.Streams.Channel> Channels(ImmutableArray<MergeInput> inputs)
    {
        var shared = inputs.SelectMany(i => i.Source.Info.Channels.Select(c => c.Label).Distinct()).GroupBy(l => l)
            .Where(g => g.Count() > 1).Select(g => g.Key).ToHashSet();
        return [.. inputs.SelectMany(i => i.Source.Info.Channels.Select(c =>
            shared.Contains(c.Label) ? c with { Label = $"{i.Source.Info.Name} {c.Label}" } : c))];
    }
}
