using System.Buffers;
using System.Collections.Immutable;
using System.Net.Sockets;
using Pons.Decoding;
using Pons.Devices;
using Pons.Streams.Clocks;

namespace Pons.Control.Remote;

/// <summary>
/// Tells a UDP receiver each command and safe state, a <see cref="DecisionLine"/> a datagram, on the thread that asks for it and without
/// waiting. UDP may lose datagrams and does not say so: what is sent is not known to have arrived. A receiver on this computer that is not
/// there is noticed at the next datagram.
/// </summary>
public sealed class UdpEffector : RemoteEffector
{
    private readonly ArrayBufferWriter<byte> _line = new(1024);
    private Socket? _socket;
    private bool _isRefused;

    /// <summary>Prepares the effector; nothing is opened yet.</summary>
    /// <param name="address">Where the receiver is: <c>udp://host:port</c>.</param>
    /// <param name="classes">What can be asked of it, in the order of the decoder.</param>
    /// <param name="clock">The clock of the host.</param>
    /// <exception cref="DeviceException">The address has no host or port, or more than that.</exception>
    public UdpEffector(DeviceAddress address, ImmutableArray<ClassLabel> classes, HostClock clock)
        : base(address, classes, clock) => RemoteEffectorKind.RequirePlace(address);

    /// <inheritdoc/>
    public override bool IsConnected => _socket is not null && !_isRefused;

    /// <inheritdoc/>
    public override ValueTask DisposeAsync()
    {
        _socket?.Dispose();
        _socket = null;
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    protected override void Open()
    {
        var socket = new Socket(SocketType.Dgram, ProtocolType.Udp);
        try
        {
            socket.Connect(Address.Host, Address.Port!.Value);
            socket.Blocking = false;
            _socket = socket;
        }
        catch (SocketException fault)
        {
            socket.Dispose();
            throw new DeviceException(
                Address.ToString(), $"no datagram can be sent there ({fault.Message.TrimEnd('.')}).", "Nobody would hear of the decisions.",
                "Check the name of the computer and the network.", fault);
        }

        TellSafe(SafeReason.Connected);
    }

    /// <inheritdoc/>
    protected override CommandReply Send(ControlCommand command)
    {
        _line.ResetWrittenCount();
        DecisionLine.Write(command, Classes, _line);
        if (TrySend() is { } fault) return CommandReply.Refuse(fault);
        ReportSent(command);
        return CommandReply.Confirm;
    }

    /// <inheritdoc/>
    protected override void TellSafe(SafeReason reason)
    {
        _line.ResetWrittenCount();
        DecisionLine.Write(reason, Clock.Now, _line);
        Report(TrySend() is null ? EffectorReportKind.Safe : EffectorReportKind.SafeUntold, reason.ToString());
    }

    /// <summary>Sends the line; why not, when it could not.</summary>
    private string? TrySend()
    {
        if (_socket is null) return "closed";
        try
        {
            _socket.Send(_line.WrittenSpan);
            if (_isRefused) Report(EffectorReportKind.Connected, "");
            _isRefused = false;
            return null;
        }
        catch (SocketException fault)
        {
            if (!_isRefused) Report(EffectorReportKind.Lost, fault.Message);
            _isRefused = true;
            return fault.SocketErrorCode == SocketError.ConnectionRefused ? "nobody listens there" : fault.Message;
        }
    }
}
