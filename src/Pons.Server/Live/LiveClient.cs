namespace Pons.Server.Live;

/// <summary>
/// What one browser has not been sent yet: a queue with a bound. When it is full the oldest droppable message goes; samples
/// that go this way are counted and added to the missing count of the next signal block, so the browser sees a gap. A
/// browser that does not even take the kept messages is given up. Any thread may add; one takes.
/// </summary>
internal sealed class LiveClient : IDisposable
{
    /// <summary>About three seconds of signal and everything that goes with it.</summary>
    public const int DroppableCapacity = 256;
    public const int KeptCapacity = 1024;

    private readonly Lock _lock = new();
    private readonly LinkedList<LiveMessage> _queue = new();
    private readonly SemaphoreSlim _available = new(0, 1);
    private readonly Queue<LiveMessage> _greeting;
    private int _droppable;
    private long _missing;

    /// <summary>Makes the queue of a browser that is first told what the others know; that part is not bounded by the queue.</summary>
    public LiveClient(IEnumerable<LiveMessage> greeting) => _greeting = new(greeting);

    /// <summary>Samples per channel that this browser was too slow for.</summary>
    public long DroppedSamples { get; private set; }

    /// <summary>Whether the browser fell so far behind that it must connect again.</summary>
    public bool IsGivenUp { get; private set; }

    public void Add(LiveMessage message)
    {
        lock (_lock)
        {
            if (IsGivenUp) return;
            if (message.IsKept && _queue.Count - _droppable >= KeptCapacity) GiveUp();
            else Append(message);
            if (_available.CurrentCount == 0) _available.Release();
        }
    }

    /// <summary>The next message to send; <see langword="null"/> when this browser is given up.</summary>
    public async ValueTask<LiveMessage?> TakeAsync(CancellationToken cancellation)
    {
        if (_greeting.TryDequeue(out var known)) return known;
        while (true)
        {
            lock (_lock)
            {
                if (IsGivenUp) return null;
                if (_queue.First is { } first) return Remove(first);
            }

            await _available.WaitAsync(cancellation).ConfigureAwait(false);
        }
    }

    public void Dispose() => _available.Dispose();

    private void Append(LiveMessage message)
    {
        if (!message.IsKept && _droppable == DroppableCapacity) DropOldest();
        _queue.AddLast(message);
        if (!message.IsKept) _droppable++;
    }

    private void DropOldest()
    {
        var oldest = _queue.First!;
        while (oldest.Value.IsKept) oldest = oldest.Next!;
        _queue.Remove(oldest);
        _droppable--;
        if (oldest.Value.SampleCount == 0) return;
        DroppedSamples += oldest.Value.SampleCount;
        _missing += oldest.Value.SampleCount + BinaryMessages.MissingOf(oldest.Value.Bytes);
    }

    private LiveMessage Remove(LinkedListNode<LiveMessage> node)
    {
        _queue.Remove(node);
        var message = node.Value;
        if (!message.IsKept) _droppable--;
        if (message.SampleCount == 0 || _missing == 0) return message;
        var more = _missing;
        _missing = 0;
        return message with { Bytes = BinaryMessages.WithMoreMissing(message.Bytes, more) };
    }

    private void GiveUp()
    {
        IsGivenUp = true;
        _queue.Clear();
        _droppable = 0;
    }
}
