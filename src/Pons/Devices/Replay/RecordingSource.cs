using System.Runtime.CompilerServices;
using Pons.Streams;

namespace Pons.Devices.Replay;

/// <summary>
/// Plays a recorded stream again: as fast as the reader takes it, or at the pace at which it was recorded. Every reading starts
/// at the beginning. The blocks are those of the recording, times and gaps included, so that replay and live run are one code path.
/// </summary>
public sealed class RecordingSource : SignalSource
{
    private readonly Func<IEnumerable<SignalBlock>> _blocks;
    private readonly TimeProvider? _pace;
    private readonly double _speed;
    private int _isReading;

    /// <summary>Prepares the replay; nothing is read yet.</summary>
    /// <param name="info">What the stream is.</param>
    /// <param name="blocks">Opens the blocks from the start, in order; called for each reading.</param>
    /// <param name="pace">Clock by which a block is held back until its last sample would have been taken; null plays as fast as
    /// possible.</param>
    /// <param name="speed">How many times faster than recorded a paced replay runs, above 0; default 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The speed is not a positive, finite number.</exception>
    public RecordingSource(StreamInfo info, Func<IEnumerable<SignalBlock>> blocks, TimeProvider? pace = null, double speed = 1)
    {
        ArgumentNullException.ThrowIfNull(info);
        ArgumentNullException.ThrowIfNull(blocks);
        if (!(speed > 0 && double.IsFinite(speed)))
            throw new ArgumentOutOfRangeException(nameof(speed), speed, "A speed is positive and finite.");
        (Info, _blocks, _pace, _speed) = (info, blocks, pace, speed);
    }

    /// <inheritdoc/>
    public override StreamInfo Info { get; }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">Another reading is going on.</exception>
    public override async IAsyncEnumerable<SignalBlock> ReadAsync([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        if (Interlocked.Exchange(ref _isReading, 1) == 1) throw new InvalidOperationException("A source has one reader at a time.");
        try
        {
            cancellation.ThrowIfCancellationRequested();
            Timestamp? origin = null;
            var begun = _pace?.GetTimestamp() ?? 0;
            foreach (var block in _blocks())
            {
                origin ??= block.Time;
                await HoldAsync(block, origin.Value, begun, cancellation).ConfigureAwait(false);
                cancellation.ThrowIfCancellationRequested();
                yield return block;
                cancellation.ThrowIfCancellationRequested();
            }
        }
        finally
        {
            Volatile.Write(ref _isReading, 0);
        }
    }

    private Task HoldAsync(SignalBlock block, Timestamp origin, long begun, CancellationToken cancellation)
    {
        if (_pace is null) return Task.CompletedTask;
        var taken = block.Time - origin + (Info.RateHz is { } rate ? Duration.OfSamples(block.SampleCount, rate) : Duration.Zero);
        var wait = TimeSpan.FromSeconds(taken.Seconds / _speed) - _pace.GetElapsedTime(begun);
        return wait > TimeSpan.Zero ? Task.Delay(wait, _pace, cancellation) : Task.CompletedTask;
    }
}
