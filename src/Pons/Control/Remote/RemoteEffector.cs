using System.Collections.Immutable;
using Pons.Decoding;
using Pons.Devices;
using Pons.Streams;
using Pons.Streams.Clocks;

namespace Pons.Control.Remote;

/// <summary>
/// An effector that is another program: it is told each command and each safe state over a network. Telling never waits for the receiver; what
/// cannot be sent is counted and reported. A receiver that loses its connection, or hears nothing until a command expires, has to enter its
/// safe state by itself. Called by one thread at a time; reports come from any thread.
/// </summary>
public abstract class RemoteEffector : Effector, IAsyncDisposable
{
    private Timestamp? _actsUntil;
    private long _sent, _unsent;
    private Action<EffectorReport> _report = static _ => { };

    /// <summary>Prepares an effector; nothing is opened yet.</summary>
    /// <param name="address">Where its receiver is.</param>
    /// <param name="classes">What can be asked of it, in the order of the decoder.</param>
    /// <param name="clock">The clock of the host.</param>
    protected RemoteEffector(DeviceAddress address, ImmutableArray<ClassLabel> classes, HostClock clock)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(clock);
        (Address, Classes, Clock) = (address, classes, clock);
    }

    /// <summary>Where its receiver is.</summary>
    public DeviceAddress Address { get; }

    /// <summary>What can be asked of it, in the order of the decoder.</summary>
    public ImmutableArray<ClassLabel> Classes { get; }

    /// <summary>Whether a receiver is there; for protocols without connections, whether none has been refused.</summary>
    public abstract bool IsConnected { get; }

    /// <summary>Commands that were handed to the network.</summary>
    public long SentCommands => Volatile.Read(ref _sent);

    /// <summary>Commands that were not sent: nobody was there, the receiver was too slow, or the safe state overtook them.</summary>
    public long UnsentCommands => Volatile.Read(ref _unsent);

    /// <inheritdoc/>
    public sealed override bool IsSafe => _actsUntil is null;

    /// <summary>The clock of the host.</summary>
    protected HostClock Clock { get; }

    /// <summary>Opens what it needs and begins to look for its receiver. Once.</summary>
    /// <param name="report">Told what happens; must not wait.</param>
    /// <exception cref="DeviceException">The address leads nowhere, or nothing can be opened.</exception>
    public void Start(Action<EffectorReport> report)
    {
        ArgumentNullException.ThrowIfNull(report);
        _report = report;
        Open();
    }

    /// <inheritdoc/>
    public sealed override CommandReply Execute(ControlCommand command, Timestamp now)
    {
        ArgumentNullException.ThrowIfNull(command);
        Advance(now);
        var reply = now >= command.ExpiresAt ? CommandReply.Refuse("expired")
            : !Classes.Contains(command.Intent) ? CommandReply.Refuse("unknown class")
            : Send(command);
        if (reply.Confirmed) _actsUntil = command.ExpiresAt;
        else ReportUnsent(command, reply.Reason!);
        return reply;
    }

    /// <inheritdoc/>
    public sealed override void Advance(Timestamp now)
    {
        if (_actsUntil is { } until && now >= until) MakeSafe(SafeReason.Expired);
    }

    /// <inheritdoc/>
    public sealed override void MakeSafe() => MakeSafe(SafeReason.Stopped);

    /// <summary>Stops acting at once, and says why; says it again when it is safe already.</summary>
    /// <param name="reason">Why.</param>
    public void MakeSafe(SafeReason reason)
    {
        _actsUntil = null;
        TellSafe(reason);
    }

    /// <summary>Sends what still waits, for at most a second, and closes.</summary>
    public abstract ValueTask DisposeAsync();

    /// <summary>Opens what it needs.</summary>
    protected abstract void Open();

    /// <summary>Takes a command on its way, without waiting.</summary>
    protected abstract CommandReply Send(ControlCommand command);

    /// <summary>Voids what still waits and takes the safe state on its way, without waiting.</summary>
    protected abstract void TellSafe(SafeReason reason);

    /// <summary>A command was handed to the network.</summary>
    protected void ReportSent(ControlCommand command)
    {
        Interlocked.Increment(ref _sent);
        Report(EffectorReportKind.Sent, "", command);
    }

    /// <summary>A command will never be sent.</summary>
    protected void ReportUnsent(ControlCommand command, string reason)
    {
        Interlocked.Increment(ref _unsent);
        Report(EffectorReportKind.Unsent, reason, command);
    }

    /// <summary>Something else happened.</summary>
    protected void Report(EffectorReportKind kind, string text, ControlCommand? command = null) =>
        _report(new(Address, kind, Clock.Now, text, command));
}
