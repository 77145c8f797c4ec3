using System.Buffers;
using System.Collections.Immutable;

namespace Pons.Devices.Zmtp;

/// <summary>Sends and receives whole messages on one connection, for small traffic: requests, replies, subscriptions.</summary>
internal sealed class ZmtpConnection
{
    private const int LargestMessage = 65_536;
    private readonly Stream _stream;
    private readonly string _device;
    private readonly byte[] _buffer = new byte[LargestMessage + 128];
    private int _length;

    private ZmtpConnection(Stream stream, string device) => (_stream, _device) = (stream, device);

    /// <summary>Greets and waits for the other side's READY.</summary>
    /// <param name="stream">The connection; belongs to the caller.</param>
    /// <param name="socketType">Own type of socket.</param>
    /// <param name="device">For messages.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="DeviceException">The other side speaks something else.</exception>
    /// <exception cref="IOException">The connection broke.</exception>
    public static async Task<ZmtpConnection> OpenAsync(Stream stream, string socketType, string device, CancellationToken cancellation)
    {
        var connection = new ZmtpConnection(stream, device);
        var hello = new ArrayBufferWriter<byte>();
        ZmtpWire.Open(hello, socketType);
        await stream.WriteAsync(hello.WrittenMemory, cancellation).ConfigureAwait(false);
        while (connection._length < ZmtpWire.GreetingBytes) await connection.ReadMoreAsync(cancellation).ConfigureAwait(false);
        ZmtpWire.Check(connection._buffer.AsSpan(0, ZmtpWire.GreetingBytes), device);
        connection.Drop(ZmtpWire.GreetingBytes);
        while (true)
        {
            var (frame, body) = await connection.FrameAsync(cancellation).ConfigureAwait(false);
            if (!frame.IsCommand) throw new DeviceException(device, "a message came before READY.", "The bytes are no ZMTP 3.0.", "Check the port.");
            if (ZmtpWire.SocketType(body, device) is not null) return connection;
        }
    }

    /// <summary>Sends a message.</summary>
    public async ValueTask SendAsync(CancellationToken cancellation, params ImmutableArray<byte[]> frames)
    {
        var bytes = new ArrayBufferWriter<byte>();
        for (var i = 0; i < frames.Length; i++) ZmtpWire.Frame(bytes, frames[i], i < frames.Length - 1);
        await _stream.WriteAsync(bytes.WrittenMemory, cancellation).ConfigureAwait(false);
    }

    /// <summary>Receives a message; a subscription that comes as a command counts as one (ZMTP 3.1).</summary>
    public async Task<ImmutableArray<byte[]>> ReceiveAsync(CancellationToken cancellation)
    {
        var frames = ImmutableArray.CreateBuilder<byte[]>();
        while (true)
        {
            var (frame, body) = await FrameAsync(cancellation).ConfigureAwait(false);
            if (frame.IsCommand && !body.AsSpan().StartsWith("\u0009SUBSCRIBE"u8)) continue;
            frames.Add(body);
            if (frames.Count > 16)
                throw new DeviceException(_device, "a message has more than 16 frames.", "No message is like that.", "Check the port.");
            if (!frame.HasMore) return frames.ToImmutable();
        }
    }

    private async Task<(ZmtpFrame Frame, byte[] Body)> FrameAsync(CancellationToken cancellation)
    {
        while (true)
        {
            if (ZmtpWire.TryHeader(_buffer.AsSpan(0, _length), LargestMessage, _device, out var frame) && _length >= frame.Bytes)
            {
                var body = _buffer.AsSpan(frame.HeaderBytes, frame.BodyBytes).ToArray();
                Drop(frame.Bytes);
                return (frame, body);
            }

            await ReadMoreAsync(cancellation).ConfigureAwait(false);
        }
    }

    private async ValueTask ReadMoreAsync(CancellationToken cancellation)
    {
        var read = await _stream.ReadAsync(_buffer.AsMemory(_length), cancellation).ConfigureAwait(false);
        if (read == 0) throw new IOException("the other side closed the connection");
        _length += read;
    }

    private void Drop(int count)
    {
        _length -= count;
        _buffer.AsSpan(count, _length).CopyTo(_buffer);
    }
}
