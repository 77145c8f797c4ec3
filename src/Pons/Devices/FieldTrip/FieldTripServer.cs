using System.Buffers;
using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Pons.Devices.Emulation;

namespace Pons.Devices.FieldTrip;

/// <summary>
/// A FieldTrip buffer that other programs can put into and read from: every command of version 1, both byte orders, any number of readers
/// and writers up to <see cref="MostClients"/>. A request that cannot be fulfilled is answered by the error of its kind; bytes that are no
/// request end that client's connection only. New events wake who waits, not only new samples. Runs once.
/// </summary>
public sealed class FieldTripServer : IDisposable
{
    /// <summary>Port on which programs look for a buffer.</summary>
    public const int UsualPort = 1972;

    /// <summary>Clients at a time; a further one is turned away.</summary>
    public const int MostClients = 64;

    private readonly Lock _gate = new();
    private readonly List<TcpClient> _clients = [];
    private readonly IPEndPoint _endPoint;
    private readonly TaskCompletionSource _headerAsked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TcpListener _listener;
    private byte[]? _disturbance;

    /// <summary>Makes a server that does not listen yet.</summary>
    /// <param name="store">What it serves.</param>
    /// <param name="endPoint">Where; port 0 for any free one. There is no log-in: whoever reaches the port can read and write.</param>
    public FieldTripServer(FieldTripStore store, IPEndPoint endPoint)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(endPoint);
        (Store, _endPoint, _listener) = (store, new(endPoint.Address, endPoint.Port), new(endPoint));
    }

    /// <summary>What is served.</summary>
    public FieldTripStore Store { get; }

    /// <summary>The port on which it listens, once it does.</summary>
    public int Port => _endPoint.Port;

    /// <summary>How answers are cut when they are written; whole unless a test says otherwise.</summary>
    internal FaultScript Script { get; init; } = FaultScript.None;

    /// <summary>Ends when a client has first been told the header.</summary>
    internal Task HeaderAsked => _headerAsked.Task;

    /// <summary>Begins to listen.</summary>
    /// <exception cref="DeviceException">The port is taken by another program.</exception>
    public void Start()
    {
        try
        {
            _listener.Start();
            _endPoint.Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        }
        catch (SocketException fault)
        {
            throw new DeviceException(
                $"fieldtrip://{_endPoint}", $"port {_endPoint.Port} cannot be used ({fault.Message}).", "Another buffer may listen there.",
                "End that program, or give another port.", fault)
            { IsFinal = true, Code = DeviceFaultCode.PortTaken, Values = [$"{_endPoint.Port}"] };
        }
    }

    /// <summary>Serves until cancelled; <see cref="Start"/> comes before.</summary>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                var client = await _listener.AcceptTcpClientAsync(cancellation).ConfigureAwait(false);
                client.NoDelay = true;
                if (TryAdd(client)) _ = ServeAsync(client, cancellation);
                else client.Dispose();
            }
            catch (Exception fault) when (fault is SocketException or ObjectDisposedException or InvalidOperationException)
            {
                await Store.NextChange().WaitAsync(cancellation).ConfigureAwait(false); // away for a while; the next sample looks again
            }
        }
    }

    /// <summary>Cuts every connection and does not listen until <see cref="Return"/>.</summary>
    internal void Leave()
    {
        _listener.Stop();
        CutAll();
    }

    /// <summary>Listens again at the same port.</summary>
    internal void Return()
    {
        _listener = new(_endPoint);
        Start();
    }

    /// <summary>Cuts every connection.</summary>
    internal void CutAll()
    {
        lock (_gate)
        {
            foreach (var client in _clients) client.Dispose();
            _clients.Clear();
        }
    }

    /// <summary>Has bytes written in front of the next answer.</summary>
    internal void Disturb(byte[] bytes) => _disturbance = bytes;

    /// <summary>Ends listening and every connection.</summary>
    public void Dispose()
    {
        _listener.Dispose();
        CutAll();
    }

    private bool TryAdd(TcpClient client)
    {
        lock (_gate)
        {
            if (_clients.Count >= MostClients) return false;
            _clients.Add(client);
            return true;
        }
    }

    private async Task ServeAsync(TcpClient client, CancellationToken cancellation)
    {
        try
        {
            var stream = client.GetStream();
            var answers = new Answers(this, stream, new(stream, Script));
            while (await answers.NextAsync(cancellation).ConfigureAwait(false))
            {
            }
        }
        catch (Exception fault) when (
            fault is IOException or SocketException or ObjectDisposedException or DeviceException or OperationCanceledException
                or InvalidOperationException)
        {
            // This client is gone or talks nonsense; the others are not concerned.
        }
        finally
        {
            lock (_gate) _clients.Remove(client);
            client.Dispose();
        }
    }

    /// <summary>Answers one client, with buffers that are used again.</summary>
    private sealed class Answers(FieldTripServer server, NetworkStream connection, FaultyWire wire)
    {
        private readonly byte[] _header = new byte[FieldTripMessage.HeaderBytes];
        private readonly ArrayBufferWriter<byte> _answer = new();
        private byte[] _body = new byte[4096];

        private FieldTripStore Store => server.Store;

        /// <summary>Reads one request and answers it; returns false at the end of the connection.</summary>
        public async Task<bool> NextAsync(CancellationToken cancellation)
        {
            var read = await connection.ReadAtLeastAsync(_header, _header.Length, throwOnEndOfStream: false, cancellation).ConfigureAwait(false);
            if (read < _header.Length) return false;
            var request = FieldTripMessage.Read(_header, "client");
            if (_body.Length < request.Size) _body = new byte[request.Size];
            var body = _body.AsMemory(0, request.Size);
            await connection.ReadExactlyAsync(body, cancellation).ConfigureAwait(false);
            if (request.IsSwapped) FieldTripByteOrder.Turn(request.Command, isAnswer: false, body.Span, isFromLittle: false);
            await AnswerAsync(request, body, cancellation).ConfigureAwait(false);
            return true;
        }

        private async Task AnswerAsync(FieldTripMessage request, ReadOnlyMemory<byte> body, CancellationToken cancellation)
        {
            _answer.ResetWrittenCount();
            if (server._disturbance is { } bytes && Interlocked.CompareExchange(ref server._disturbance, null, bytes) == bytes) _answer.Write(bytes);
            var at = _answer.WrittenCount;
            _answer.GetSpan(FieldTripMessage.HeaderBytes);
            _answer.Advance(FieldTripMessage.HeaderBytes);
            var kind = request.Command == FieldTripCommand.WaitData ? await WaitAsync(body, cancellation).ConfigureAwait(false)
                : Do(request.Command, body.Span);
            if (kind == 0) return; // a silent put
            Finish(request, kind, at);
            await wire.WriteAsync(_answer.WrittenMemory, cancellation).ConfigureAwait(false);
            if (request.Command == FieldTripCommand.GetHeader && kind == FieldTripCommand.GetOk) server._headerAsked.TrySetResult();
        }

        private void Finish(FieldTripMessage request, ushort kind, int at)
        {
            var written = MemoryMarshal.AsMemory(_answer.WrittenMemory).Span[at..];
            var body = written[FieldTripMessage.HeaderBytes..];
            new FieldTripMessage(kind, body.Length, request.IsSwapped).Write(written);
            if (request.IsSwapped) FieldTripByteOrder.Turn(request.Command, isAnswer: true, body, isFromLittle: true);
        }

        private ushort Do(ushort command, ReadOnlySpan<byte> body) => command switch
        {
            FieldTripCommand.PutHeader => Put(Store.PutHeader(body)),
            FieldTripCommand.PutData => Put(Store.PutData(body)),
            FieldTripCommand.PutEvents => Put(Store.PutEvents(body)),
            FieldTripCommand.PutHeaderSilently => Silent(Store.PutHeader(body)),
            FieldTripCommand.PutDataSilently => Silent(Store.PutData(body)),
            FieldTripCommand.PutEventsSilently => Silent(Store.PutEvents(body)),
            FieldTripCommand.GetHeader => Get(Store.TryGetHeader(_answer)),
            FieldTripCommand.GetData => Get(Store.TryGetData(body, _answer)),
            FieldTripCommand.GetEvents => Get(Store.TryGetEvents(body, _answer)),
            FieldTripCommand.FlushHeader or FieldTripCommand.FlushData or FieldTripCommand.FlushEvents =>
                Store.Flush(command) ? FieldTripCommand.FlushOk : FieldTripCommand.FlushError,
            _ => throw FieldTripMessage.Broken("client", $"command 0x{command:X4} is not known."),
        };

        private async Task<ushort> WaitAsync(ReadOnlyMemory<byte> body, CancellationToken cancellation)
        {
            if (body.Length < 12) return FieldTripCommand.WaitError;
            var (samples, events) = (BinaryPrimitives.ReadUInt32LittleEndian(body.Span), BinaryPrimitives.ReadUInt32LittleEndian(body.Span[4..]));
            var patience = TimeSpan.FromMilliseconds(Math.Min(BinaryPrimitives.ReadUInt32LittleEndian(body.Span[8..]), int.MaxValue));
            if (await Store.WaitAsync(
                samples, events, patience, cancellation).ConfigureAwait(false) is not { } counts) return FieldTripCommand.WaitError;
            var bytes = _answer.GetSpan(8);
            BinaryPrimitives.WriteUInt32LittleEndian(bytes, counts.Samples);
            BinaryPrimitives.WriteUInt32LittleEndian(bytes[4..], counts.Events);
            _answer.Advance(8);
            return FieldTripCommand.WaitOk;
        }

        private static ushort Put(bool isDone) => isDone ? FieldTripCommand.PutOk : FieldTripCommand.PutError;

        private static ushort Get(bool isDone) => isDone ? FieldTripCommand.GetOk : FieldTripCommand.GetError;

        private static ushort Silent(bool _) => 0;
    }
}
