using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Threading.Channels;
using Pons.Devices;

namespace Pons.Tests.Control.Remote;

/// <summary>A program that is told decisions over TCP: keeps the lines of all its connections, and can be killed and started again.</summary>
internal sealed class LineReceiver : IDisposable
{
    private readonly List<JsonElement> _lines = [];
    private readonly List<Socket> _open = [];
    private readonly Channel<bool> _came = Channel.CreateUnbounded<bool>();
    private readonly int _port;
    private readonly bool _reads;
    private TcpListener _listener;

    public LineReceiver(bool reads = true)
    {
        _reads = reads;
        _listener = new(IPAddress.Loopback, 0);
        if (!reads) _listener.Server.ReceiveBufferSize = 4096;
        _listener.Start();
        _port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _ = AcceptAsync(_listener);
    }

    public DeviceAddress Address => DeviceAddress.Parse($"tcp://127.0.0.1:{_port}");

    public IReadOnlyList<JsonElement> Lines
    {
        get
        {
            lock (_lines) return [.. _lines];
        }
    }

    /// <summary>Waits until what came is enough; fails after half a minute.</summary>
    public async Task UntilAsync(Func<IReadOnlyList<JsonElement>, bool> isEnough)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        while (!isEnough(Lines)) await _came.Reader.ReadAsync(limit.Token);
    }

    public void Kill()
    {
        _listener.Dispose();
        lock (_open)
        {
            foreach (var socket in _open) socket.Close(0);
            _open.Clear();
        }
    }

    public void Restart()
    {
        _listener = new(IPAddress.Loopback, _port);
        _listener.Start();
        _ = AcceptAsync(_listener);
    }

    public void Dispose() => Kill();

    private async Task AcceptAsync(TcpListener listener)
    {
        while (true)
        {
            var socket = await listener.AcceptSocketAsync();
            lock (_open) _open.Add(socket);
            if (_reads) _ = ReadAsync(socket);
        }
    }

    private async Task ReadAsync(Socket socket)
    {
        using var reader = new StreamReader(new NetworkStream(socket));
        while (await reader.ReadLineAsync() is { } line)
        {
            lock (_lines) _lines.Add(JsonDocument.Parse(line).RootElement);
            _came.Writer.TryWrite(true);
        }
    }
}
