using System.Collections;

namespace Pons.Server.Live;

/// <summary>The last seconds of signal with its markers and decisions, so that a page that opens late shows them at once.</summary>
internal sealed class RecentMessages : IEnumerable<LiveMessage>
{
    private readonly Queue<LiveMessage> _messages = new();
    private long _capacity;
    private long _samples;

    /// <summary>Forgets everything, and from now on keeps so many samples.</summary>
    public void Restart(long capacity)
    {
        _messages.Clear();
        (_capacity, _samples) = (capacity, 0);
    }

    public void Add(LiveMessage message)
    {
        _messages.Enqueue(message);
        _samples += message.SampleCount;
        while (_samples > _capacity) _samples -= _messages.Dequeue().SampleCount;
    }

    public IEnumerator<LiveMessage> GetEnumerator() => _messages.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
