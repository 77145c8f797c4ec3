using System.Runtime.CompilerServices;
using Pons.Streams;

namespace Pons.Devices;

/// <summary>
/// A device as a source of blocks for a pipeline. Blocks are as long as the device's own reads. Behind a bounded queue of
/// <see cref="QueueBlocks"/> blocks the newest are dropped and counted as missing; a recorder that taps the link loses nothing by that.
/// </summary>
public sealed class DeviceSource : SignalSource
{
    /// <summary>Blocks that wait for the reader at most.</summary>
    public const int QueueBlocks = 1024;

    private readonly BlockTap _tap;
    private readonly CancellationTokenSource _stop;
    private readonly Task _running;

    private DeviceSource(DeviceLink link, BlockTap tap, DeviceStream stream, Task running, CancellationTokenSource stop)
    {
        (Link, _tap, Stream, _running, _stop) = (link, tap, stream, running, stop);
        _tap.Overflowing = (first, count) => Overflowing?.Invoke(first, count);
    }

    /// <summary>Told of samples that the reader is too slow for, as they are dropped: the first one and how many. Called by the thread that
    /// reads the device.</summary>
    public event Action<long, long>? Overflowing;

    /// <summary>The link behind it.</summary>
    public DeviceLink Link { get; }

    /// <summary>What the device says about its stream.</summary>
    public DeviceStream Stream { get; }

    /// <inheritdoc/>
    public override StreamInfo Info => Stream.Info;

    /// <summary>Samples that the reader was too slow for.</summary>
    public long Overflowed => _tap.Overflowed;

    /// <summary>Starts a link and waits until its stream is known.</summary>
    /// <param name="link">A link that was not started yet.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    /// <exception cref="DeviceException">The device cannot be reached, or sends texts.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static async Task<DeviceSource> OpenAsync(DeviceLink link, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(link);
        var (stop, tap) = (new CancellationTokenSource(), new BlockTap(QueueBlocks));
        link.Add(tap); // before the link runs, so that the first sample is the first one here
        var running = link.RunAsync(stop.Token);
        try
        {
            var stream = await link.Opened.WaitAsync(cancellation).ConfigureAwait(false);
            if (!stream.IsText) return new(link, tap, stream, running, stop);
            throw new DeviceException(
                link.Address.ToString(), $"'{stream.Info.Name}' is a stream of texts.", "A pipeline works on numbers.",
                "Choose a stream of samples; markers are recorded beside it.")
            { Code = DeviceFaultCode.TextsOnly, Values = [stream.Info.Name] };
        }
        catch
        {
            await StopAsync(stop, running).ConfigureAwait(false);
            stop.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public override async IAsyncEnumerable<SignalBlock> ReadAsync([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        await foreach (var block in _tap.Blocks.ReadAllAsync(cancellation).ConfigureAwait(false)) yield return block;
        cancellation.ThrowIfCancellationRequested();
    }

    /// <summary>Ends the link.</summary>
    public override async ValueTask DisposeAsync()
    {
        await StopAsync(_stop, _running).ConfigureAwait(false);
        _stop.Dispose();
        await base.DisposeAsync().ConfigureAwait(false);
    }

    private static async Task StopAsync(CancellationTokenSource stop, Task running)
    {
        await stop.CancelAsync().ConfigureAwait(false);
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
