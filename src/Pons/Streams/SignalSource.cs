namespace Pons.Streams;

/// <summary>
/// Where samples come from: an amplifier, a recording played again, a simulated brain. One reader at a time.
/// Promises (checked by <c>SourceContract</c>): blocks follow each other without overlap; a missing sample is counted in
/// <see cref="SignalBlock.MissingBefore"/>; every block has the channels of <see cref="Info"/>; cancelling ends the reading
/// with <see cref="OperationCanceledException"/> and leaves nothing running.
/// </summary>
public abstract class SignalSource : IAsyncDisposable
{
    /// <summary>What the stream is; known before the first sample.</summary>
    public abstract StreamInfo Info { get; }

    /// <summary>Delivers blocks until the source ends or <paramref name="cancellation"/> is asked for.</summary>
    /// <exception cref="OperationCanceledException">Reading was cancelled.</exception>
    public abstract IAsyncEnumerable<SignalBlock> ReadAsync(CancellationToken cancellation = default);

    /// <summary>Frees the device or file.</summary>
    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
