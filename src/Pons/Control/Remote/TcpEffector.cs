using System.Buffers;
using System.Collections.Immutable;
using System.Net.Sockets;
using System.Threading.Channels;
using Pons.Decoding;
using Pons.Devices;
using Pons.Streams.Clocks;

namespace Pons.Control.Remote;

/// <summary>
/// Tells a TCP server each command and safe state as a <see cref="DecisionLine"/>. Connects, and connects again; the first line of a connection
/// is the safe state. At most <see cref="MostWaiting"/> lines wait for a slow receiver, the oldest give way; one that takes nothing for
/// <see cref="Patience"/> is cut off. Without a receiver, commands are refused.
/// </summary>
public sealed class TcpEffector : RemoteEffector
{
    /// <summary>Lines that wait for a slow receiver at most.</summary>
    public const int MostWaiting = 64;

    /// <summary>Bytes that the system holds for the receiver: few, so that what is sent is soon heard or not sent at all.</summary>
    private const int SendBytes = 8192;

    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<Line> _waiting;
    private Task _running = Task.CompletedTask;
    private volatile bool _isConnected;
    private bool _isLossTold;

    /// <summary>Prepares the effector; nothing is connected yet.</summary>
    /// <param name="address">Where the server is: <c>tcp://host:port</c>.</param>
    /// <param name="classes">What can be asked of it, in the order of the decoder.</param>
    /// <param name="clock">The clock of the host.</param>
    /// <exception cref="DeviceException">The address has no host or port, or more than that.</exception>
    public TcpEffector(DeviceAddress address, ImmutableArray<ClassLabel> classes, HostClock clock)
        : base(address, classes, clock)
    {
        RemoteEffectorKind.RequirePlace(address);
        _waiting = Channel.CreateBounded<Line>(
            new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropOldest }, line => Drop(line, "the receiver is too slow"));
    }

    /// <summary>Pause before a connection is tried again; default 0.5 s.</summary>
    public TimeSpan RetryPause { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>A receiver that takes nothing for so long is cut off; default 2 s.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    public override bool IsConnected => _isConnected;

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        if (!_isConnected) await _stop.CancelAsync().ConfigureAwait(false);
        await Task.WhenAny(_running, Task.Delay(TimeSpan.FromSeconds(1), _stop.Token)).ConfigureAwait(false);
        await _stop.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
        _stop.Dispose();
    }

    /// <inheritdoc/>
    protected override void Open() => _running = Task.Run(ConnectAgainAndAgainAsync);

    /// <inheritdoc/>
    protected override CommandReply Send(ControlCommand command)
    {
        if (!_isConnected) return CommandReply.Refuse("nobody is connected");
        var bytes = new ArrayBufferWriter<byte>();
        DecisionLine.Write(command, Classes, bytes);
        return _waiting.Writer.TryWrite(new(bytes.WrittenMemory, command, default)) ? CommandReply.Confirm : CommandReply.Refuse("closed");
    }

    /// <inheritdoc/>
    protected override void TellSafe(SafeReason reason)
    {
        VoidCommands();
        if (!_isConnected || !_waiting.Writer.TryWrite(SafeLine(reason))) Report(EffectorReportKind.SafeUntold, reason.ToString());
    }

    private Line SafeLine(SafeReason reason)
    {
        var bytes = new ArrayBufferWriter<byte>();
        DecisionLine.Write(reason, Clock.Now, bytes);
        return new(bytes.WrittenMemory, null, reason);
    }

    private async Task ConnectAgainAndAgainAsync()
    {
        while (!_stop.IsCancellationRequested && !_waiting.Reader.Completion.IsCompleted)
        {
            try
            {
                using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, SendBufferSize = SendBytes };
                NoticeSilence(socket);
                await socket.ConnectAsync(Address.Host, Address.Port!.Value, _stop.Token).ConfigureAwait(false);
                await FeedAsync(socket).ConfigureAwait(false);
            }
            catch (Exception fault) when (fault is SocketException or TimeoutException or OperationCanceledException)
            {
                if (!_stop.IsCancellationRequested) Lose(fault);
            }

            if (!_waiting.Reader.Completion.IsCompleted)
                await Task.Delay(RetryPause, Clock.Time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        DropAll("the session has ended");
    }

    /// <summary>Cuts off a receiver whose computer no longer answers, as when its cable was pulled.</summary>
    private void NoticeSilence(Socket socket)
    {
        const int tcpUserTimeout = 18; // Linux: milliseconds that sent bytes may stay without an answer (tcp(7))
        var seconds = Math.Max(1, (int)Patience.TotalSeconds);
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, seconds);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, seconds);
        if (OperatingSystem.IsLinux()) socket.SetRawSocketOption((int)SocketOptionLevel.Tcp, tcpUserTimeout, BitConverter.GetBytes(seconds * 1000));
    }

    private async Task FeedAsync(Socket socket)
    {
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        DropAll("the connection broke");
        await SendAsync(socket, SafeLine(SafeReason.Connected), gone.Token).ConfigureAwait(false);
        (_isConnected, _isLossTold) = (true, false);
        Report(EffectorReportKind.Connected, "");
        var watching = WatchAsync(socket, gone);
        try
        {
            while (await _waiting.Reader.WaitToReadAsync(gone.Token).ConfigureAwait(false))
                while (_waiting.Reader.TryRead(out var line)) await SendAsync(socket, line, gone.Token).ConfigureAwait(false);
            socket.Shutdown(SocketShutdown.Send);
        }
        finally
        {
            _isConnected = false;
            await gone.CancelAsync().ConfigureAwait(false);
            await watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            DropAll("the connection broke");
        }
    }

    private async Task SendAsync(Socket socket, Line line, CancellationToken gone)
    {
        try
        {
            for (var rest = line.Bytes; !rest.IsEmpty;)
            {
                var sending = socket.SendAsync(rest, SocketFlags.None, gone);
                rest = rest[(sending.IsCompleted ? await sending.ConfigureAwait(false)
                    : await sending.AsTask().WaitAsync(Patience, Clock.Time, gone).ConfigureAwait(false))..];
            }
        }
        catch
        {
            Drop(line, "the connection broke");
            throw;
        }

        if (line.Command is { } command) ReportSent(command);
        else Report(EffectorReportKind.Safe, line.Reason.ToString());
    }

    /// <summary>Passes over what the receiver says, and notices at once when it goes.</summary>
    private static async Task WatchAsync(Socket socket, CancellationTokenSource gone)
    {
        var buffer = new byte[256];
        try
        {
            while (await socket.ReceiveAsync(buffer, SocketFlags.None, gone.Token).ConfigureAwait(false) > 0)
            {
                // Nothing is expected of a receiver.
            }
        }
        finally
        {
            await gone.CancelAsync().ConfigureAwait(false);
        }
    }

    private void Lose(Exception fault)
    {
        if (_isLossTold) return;
        _isLossTold = true;
        Report(EffectorReportKind.Lost, fault switch
        {
            TimeoutException => "the receiver takes nothing",
            OperationCanceledException => "the receiver closed the connection",
            _ => fault.Message,
        });
    }

    private void DropAll(string why)
    {
        while (_waiting.Reader.TryRead(out var line)) Drop(line, why);
    }

    /// <summary>Drops the commands that wait; safe states stay, in their order.</summary>
    private void VoidCommands()
    {
        for (var left = _waiting.Reader.Count; left > 0 && _waiting.Reader.TryRead(out var line); left--)
            if (line.Command is not null || !_waiting.Writer.TryWrite(line)) Drop(line, "the safe state overtook it");
    }

    private void Drop(Line line, string why)
    {
        if (line.Command is { } command) ReportUnsent(command, why);
        else Report(EffectorReportKind.SafeUntold, line.Reason.ToString());
    }

    private sealed record Line(ReadOnlyMemory<byte> Bytes, ControlCommand? Command, SafeReason Reason);
}
