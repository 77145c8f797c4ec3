using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Pons.Certification.Measurements;

/// <summary>
/// The way of commands back to the device: one TCP connection on the loopback interface, without delay, 16 bytes a command: one past the
/// newest sample behind it, and how sure it is.
/// </summary>
internal sealed class CommandWire : IDisposable
{
    private const int CommandBytes = sizeof(long) + sizeof(double);
    private readonly byte[] _command = new byte[CommandBytes];
    private readonly Socket _near, _far;

    private CommandWire(Socket near, Socket far) => (_near, _far) = (near, far);

    public static async Task<CommandWire> OpenAsync(CancellationToken cancellation)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var near = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await near.ConnectAsync(listener.LocalEndpoint, cancellation).ConfigureAwait(false);
        var far = await listener.AcceptSocketAsync(cancellation).ConfigureAwait(false);
        far.NoDelay = true;
        return new(near, far);
    }

    /// <summary>Sends a command, on the thread that decides.</summary>
    public void Send(long endSampleIndex, double confidence)
    {
        BinaryPrimitives.WriteInt64LittleEndian(_command, endSampleIndex);
        BinaryPrimitives.WriteDoubleLittleEndian(_command.AsSpan(sizeof(long)), confidence);
        _near.Send(_command);
    }

    /// <summary>Hands on the sample index of every command as it arrives, until the wire is closed.</summary>
    public async Task ReceiveAsync(Action<long> arrived)
    {
        await using var stream = new NetworkStream(_far);
        var command = new byte[CommandBytes];
        while (await stream.ReadAtLeastAsync(command, CommandBytes, throwOnEndOfStream: false).ConfigureAwait(false) == CommandBytes)
            arrived(BinaryPrimitives.ReadInt64LittleEndian(command));
    }

    /// <summary>Says that no command comes any more.</summary>
    public void Close() => _near.Shutdown(SocketShutdown.Send);

    public void Dispose()
    {
        _near.Dispose();
        _far.Dispose();
    }
}
