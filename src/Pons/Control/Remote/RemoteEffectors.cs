using System.Collections.Immutable;
using Pons.Decoding;
using Pons.Devices;
using Pons.Streams;
using Pons.Streams.Clocks;

namespace Pons.Control.Remote;

/// <summary>
/// The effectors of one session, told everything together, with a watchdog on the clock of the host: a command that nothing follows ends in the
/// safe state, whatever has become of the thread that decides. Safe from any thread; nothing here waits for a receiver.
/// </summary>
public sealed class RemoteEffectors : IAsyncDisposable
{
    /// <summary>How long a command acts when nothing else is said: 1 s.</summary>
    public static readonly Duration DefaultLifetime = Duration.FromSeconds(1);

    private static readonly TimeSpan AtOnce = TimeSpan.FromMilliseconds(1);
    private readonly Lock _gate = new();
    private readonly HostClock _clock;
    private readonly ITimer _watchdog;
    private bool _isClosed;

    /// <summary>Gathers effectors that were not started yet.</summary>
    /// <param name="effectors">The effectors; disposed with this.</param>
    /// <param name="lifetime">How long a command acts unless another follows; <see cref="DefaultLifetime"/> when not given.</param>
    /// <param name="clock">The clock of the host; the system's by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A lifetime that is not above 0.</exception>
    public RemoteEffectors(ImmutableArray<RemoteEffector> effectors, Duration? lifetime = null, HostClock? clock = null)
    {
        Lifetime = lifetime ?? DefaultLifetime;
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Lifetime.Nanoseconds, nameof(lifetime));
        (All, _clock) = (effectors, clock ?? HostClock.System);
        _watchdog = _clock.Time.CreateTimer(_ => Watch(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Told what happens to any of them, from any thread; must not wait.</summary>
    public event Action<EffectorReport>? Reported;

    /// <summary>The effectors.</summary>
    public ImmutableArray<RemoteEffector> All { get; }

    /// <summary>How long a command acts unless another follows.</summary>
    public Duration Lifetime { get; }

    /// <summary>Makes the effectors of addresses.</summary>
    /// <param name="addresses">Where their receivers are.</param>
    /// <param name="classes">What can be asked of them, in the order of the decoder.</param>
    /// <param name="lifetime">How long a command acts unless another follows.</param>
    /// <exception cref="DeviceException">An address is of no known kind, not whole, or given twice.</exception>
    public static RemoteEffectors At(ImmutableArray<DeviceAddress> addresses, ImmutableArray<ClassLabel> classes, Duration? lifetime = null)
    {
        if (addresses.GroupBy(a => a).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw RemoteEffectorKind.Wrong(twice.Key, "it is given twice.");
        return new([.. addresses.Select(a => RemoteEffectorKind.Of(a).Open(a, classes, HostClock.System))], lifetime);
    }

    /// <summary>Opens all of them and begins to look for their receivers. Once.</summary>
    /// <exception cref="DeviceException">An address leads nowhere, or nothing can be opened.</exception>
    public void Start()
    {
        foreach (var effector in All) effector.Start(report => Reported?.Invoke(report));
    }

    /// <summary>Asks all of them for the intent of a decision, from now on and for <see cref="Lifetime"/>.</summary>
    /// <param name="intent">What the person wants.</param>
    /// <param name="probabilities">One a class, in their order.</param>
    /// <param name="decisionIndex">Number of the decision in its session.</param>
    /// <param name="isLate">Whether it repeats an earlier decision.</param>
    public void Execute(ClassLabel intent, ImmutableArray<double> probabilities, long decisionIndex, bool isLate)
    {
        lock (_gate)
        {
            if (_isClosed) return;
            var now = _clock.Now;
            var command = new ControlCommand(intent, probabilities.IsEmpty ? 1 : probabilities.Max(), now, now + Lifetime)
            {
                DecisionIndex = decisionIndex,
                Probabilities = probabilities,
                IsLate = isLate,
            };
            foreach (var effector in All) effector.Execute(command, now);
            _watchdog.Change(TimeSpan.FromMicroseconds(Lifetime.Nanoseconds / 1000), Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Brings all of them into their safe state.</summary>
    /// <param name="reason">Why.</param>
    public void MakeSafe(SafeReason reason)
    {
        lock (_gate)
        {
            if (_isClosed) return;
            foreach (var effector in All) effector.MakeSafe(reason);
        }
    }

    /// <summary>Brings all of them into their safe state, and closes them once that is sent, within about a second.</summary>
    /// <param name="reason">Why.</param>
    public async Task CloseAsync(SafeReason reason)
    {
        lock (_gate)
        {
            if (_isClosed) return;
            foreach (var effector in All) effector.MakeSafe(reason);
            _isClosed = true;
        }

        await _watchdog.DisposeAsync().ConfigureAwait(false);
        await Task.WhenAll(All.Select(e => e.DisposeAsync().AsTask())).ConfigureAwait(false);
    }

    /// <summary>As <see cref="CloseAsync"/>, when the session has ended.</summary>
    public async ValueTask DisposeAsync() => await CloseAsync(SafeReason.SessionEnded).ConfigureAwait(false);

    private void Watch()
    {
        lock (_gate)
        {
            if (_isClosed) return;
            foreach (var effector in All) effector.Advance(_clock.Now);
            if (All.Any(e => !e.IsSafe)) _watchdog.Change(AtOnce, Timeout.InfiniteTimeSpan);
        }
    }
}
