using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using System.Numerics;
using System.Text;
using Pons.Streams;
using Pons.Streams.Clocks;

namespace Pons.Devices.Lsl;

/// <summary>
/// Offers a stream to the Lab Streaming Layer: is found by every inlet, answers for its clock, and sends each inlet what is pushed. An inlet
/// that is slow loses the oldest samples, which are counted, and never holds up the others or whoever pushes. Pushing is safe from any
/// thread and allocates nothing once its buffers have grown. Source: LSL protocol 1.10.
/// </summary>
public sealed class LslOutlet : IAsyncDisposable
{
    private const int MostConnections = 256;
    private const long QueueBytes = 64 << 20;
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Socket> _sockets = [];
    private readonly List<Task> _running = [];
    private readonly ConcurrentQueue<LslChunk> _spare = new();
    private readonly Lock _gate = new();
    private readonly Func<double> _seconds;
    private readonly TimeProvider _time;
    private readonly int _pieceBytes;
    private readonly LslResponder _responder;
    private ImmutableArray<LslConsumer> _consumers = [];
    private TaskCompletionSource _joined = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _dropped;
    private int _connections;

    private LslOutlet(LslStreamInfo info, LslSettings settings, Func<double> seconds, TimeProvider time, int pieceBytes)
    {
        (_seconds, _time, _pieceBytes) = (seconds, time, pieceBytes);
        var ports = LslSockets.Families(settings).ToDictionary(f => f, f => OpenPorts(settings, f));
        Info = info with
        {
            Uid = Guid.NewGuid().ToString("D"),
            CreatedAtSeconds = seconds(),
            SessionId = settings.SessionId,
            HostName = info.HostName.Length > 0 ? info.HostName : Environment.MachineName,
            Version = 110,
            V4DataPort = ports[AddressFamily.InterNetwork].Data,
            V4ServicePort = ports[AddressFamily.InterNetwork].Service,
            V6DataPort = ports.GetValueOrDefault(AddressFamily.InterNetworkV6).Data,
            V6ServicePort = ports.GetValueOrDefault(AddressFamily.InterNetworkV6).Service,
        };
        _responder = new(Info, seconds);
    }

    /// <summary>What the stream says of itself, with its ports and its uid.</summary>
    public LslStreamInfo Info { get; }

    /// <summary>Inlets that are fed now.</summary>
    public int ConsumerCount => _consumers.Length;

    /// <summary>Samples that slow inlets lost, of all inlets together.</summary>
    public long DroppedSamples => Volatile.Read(ref _dropped) + _consumers.Sum(c => c.Dropped);

    /// <summary>Opens the ports and offers the stream.</summary>
    /// <param name="info">The stream; uid, session, host and ports are filled in.</param>
    /// <param name="settings">Ports, session and groups; those of LSL by default.</param>
    /// <param name="clock">The clock of the host, from which stamps come that are not given.</param>
    /// <exception cref="DeviceException">No port can be opened.</exception>
    public static LslOutlet Open(LslStreamInfo info, LslSettings? settings = null, HostClock? clock = null)
    {
        var host = clock ?? HostClock.System;
        return Open(info, settings ?? LslSettings.Default, () => host.Now.Seconds, host.Time, pieceBytes: 0);
    }

    /// <summary>As <see cref="Open(LslStreamInfo, LslSettings?, HostClock?)"/>, on another clock and with writes cut into pieces.</summary>
    internal static LslOutlet Open(LslStreamInfo info, LslSettings settings, Func<double> seconds, TimeProvider time, int pieceBytes)
    {
        ArgumentNullException.ThrowIfNull(info);
        try
        {
            var outlet = new LslOutlet(info, settings, seconds, time, pieceBytes);
            outlet.Start(settings);
            return outlet;
        }
        catch (SocketException fault)
        {
            throw new DeviceException(
                $"LSL stream '{info.Name}'", $"no port can be opened for it ({fault.Message.TrimEnd('.')}).", "Nobody can receive it.",
                "Check that the network is on and that programs may open ports.", fault);
        }
    }

    /// <summary>Waits until at least one inlet is fed.</summary>
    /// <param name="cancellation">Gives up.</param>
    public async Task WaitForConsumerAsync(CancellationToken cancellation = default)
    {
        while (true)
        {
            Task joined;
            lock (_gate)
            {
                if (_consumers.Length > 0) return;
                joined = _joined.Task;
            }

            await joined.WaitAsync(cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Sends samples.</summary>
    /// <param name="values">Whole samples [sample × channel]; turned into the type of the stream, fractions cut off, to the nearest value that it
    /// has.</param>
    /// <param name="stamp">Time of the last sample in seconds of this computer's LSL clock; now by default.</param>
    /// <exception cref="ArgumentException">The values are no whole samples.</exception>
    /// <exception cref="InvalidOperationException">The stream is one of texts.</exception>
    public void Push<T>(ReadOnlySpan<T> values, double? stamp = null)
        where T : unmanaged, INumber<T>
    {
        var count = CountOf(values.Length);
        if (count == 0) return;
        var chunk = Begin(count);
        var first = (stamp ?? _seconds()) - (Info.RateHz is { } rate ? (count - 1) / rate : 0);
        for (var i = 0; i < count; i++)
        {
            LslSampleWriter.Tag(chunk.Bytes, i == 0 ? first : null);
            LslSampleWriter.Values(chunk.Bytes, Info.SampleType, values.Slice(i * Info.ChannelCount, Info.ChannelCount));
        }

        Send(chunk);
    }

    /// <summary>Sends samples, each with its time.</summary>
    /// <param name="values">Whole samples [sample × channel].</param>
    /// <param name="stamps">Time of each in seconds of this computer's LSL clock.</param>
    /// <exception cref="ArgumentException">The values are no whole samples, or there is not one stamp for each.</exception>
    /// <exception cref="InvalidOperationException">The stream is one of texts.</exception>
    public void Push<T>(ReadOnlySpan<T> values, ReadOnlySpan<double> stamps)
        where T : unmanaged, INumber<T>
    {
        var count = CountOf(values.Length);
        if (stamps.Length != count) throw new ArgumentException($"{stamps.Length} stamps for {count} samples.", nameof(stamps));
        if (count == 0) return;
        var chunk = Begin(count);
        for (var i = 0; i < count; i++)
        {
            LslSampleWriter.Tag(chunk.Bytes, stamps[i]);
            LslSampleWriter.Values(chunk.Bytes, Info.SampleType, values.Slice(i * Info.ChannelCount, Info.ChannelCount));
        }

        Send(chunk);
    }

    /// <summary>Sends texts, such as markers.</summary>
    /// <param name="texts">Whole samples [sample × channel].</param>
    /// <param name="stamp">Time of the last sample in seconds of this computer's LSL clock; now by default.</param>
    /// <exception cref="ArgumentException">The texts are no whole samples.</exception>
    /// <exception cref="InvalidOperationException">The stream is one of numbers.</exception>
    public void Push(ReadOnlySpan<string> texts, double? stamp = null)
    {
        if (Info.SampleType != SampleType.Text) throw new InvalidOperationException("A stream of numbers takes numbers.");
        var count = CountOf(texts.Length);
        if (count == 0) return;
        var chunk = Begin(count);
        var first = (stamp ?? _seconds()) - (Info.RateHz is { } rate ? (count - 1) / rate : 0);
        for (var i = 0; i < texts.Length; i++)
        {
            if (i % Info.ChannelCount == 0) LslSampleWriter.Tag(chunk.Bytes, i == 0 ? first : null);
            LslSampleWriter.Text(chunk.Bytes, texts[i]);
        }

        Send(chunk);
    }

    /// <summary>Takes the stream off the network.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        foreach (var socket in _sockets) socket.Dispose();
        Task[] running;
        lock (_gate) running = [.. _running];
        await Task.WhenAll(running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        CutOff();
        _stop.Dispose();
    }

    /// <summary>Whether nothing waits for an inlet.</summary>
    internal bool IsIdle => _consumers.All(c => c.IsIdle);

    /// <summary>Sends bytes that are no samples to all inlets and ends their connections: what an emulator does wrong.</summary>
    internal void Break(ReadOnlySpan<byte> bytes)
    {
        var chunk = Begin(0);
        bytes.CopyTo(chunk.Bytes.GetSpan(bytes.Length));
        chunk.Bytes.Advance(bytes.Length);
        Send(chunk);
        CutOff();
    }

    private int CountOf(int length)
    {
        if (length % Info.ChannelCount == 0) return length / Info.ChannelCount;
        throw new ArgumentException($"{length} values are no whole samples of {Info.ChannelCount} channels.");
    }

    private LslChunk Begin(int count)
    {
        var chunk = _spare.TryDequeue(out var spare) ? spare : new(_spare.Enqueue);
        chunk.Begin(count);
        return chunk;
    }

    private void Send(LslChunk chunk)
    {
        lock (_gate)
            foreach (var consumer in _consumers) consumer.Offer(chunk);
        chunk.Release();
    }

    private void CutOff()
    {
        foreach (var consumer in _consumers) Remove(consumer);
    }

    private (int Data, int Service) OpenPorts(LslSettings settings, AddressFamily family)
    {
        try
        {
            var data = LslSockets.Bind(settings, family, isTcp: true);
            _sockets.Add(data);
            var service = LslSockets.Bind(settings, family, isTcp: false);
            _sockets.Add(service);
            return (((IPEndPoint)data.LocalEndPoint!).Port, ((IPEndPoint)service.LocalEndPoint!).Port);
        }
        catch (SocketException) when (family == AddressFamily.InterNetworkV6)
        {
            return (0, 0); // the system has IPv6, but it is switched off
        }
    }

    private void Start(LslSettings settings)
    {
        foreach (var socket in _sockets.ToArray())
            _running.Add(socket.SocketType == SocketType.Stream ? AcceptAsync(socket) : _responder.RunAsync(socket, tellsTime: true, _stop.Token));
        foreach (var family in LslSockets.Families(settings))
            try
            {
                var shared = LslSockets.BindShared(settings, family);
                _sockets.Add(shared);
                _running.Add(_responder.RunAsync(shared, tellsTime: false, _stop.Token));
            }
            catch (SocketException)
            {
                // Another program holds the port for itself; the outlet is found by its own ports.
            }
    }

    private async Task AcceptAsync(Socket listener)
    {
        while (!_stop.IsCancellationRequested)
        {
            var socket = await listener.AcceptAsync(_stop.Token).ConfigureAwait(false);
            lock (_gate)
            {
                _running.RemoveAll(t => t.IsCompleted);
                _running.Add(ServeAsync(socket));
            }
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        await Task.Yield();
        try
        {
            if (Interlocked.Increment(ref _connections) > MostConnections) return;
            socket.NoDelay = true;
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10), _time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, _stop.Token);
            var request = await LslRequest.ReadAsync(socket, either.Token).ConfigureAwait(false);
            if (request.StartsWith(LslFeed.Command, StringComparison.Ordinal)) await FeedAsync(socket, request).ConfigureAwait(false);
            else if (Told(request) is { } info) await SendAllAsync(socket, Encoding.UTF8.GetBytes(info)).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The inlet is gone or said nothing for ten seconds, or the outlet ends.
        }
        finally
        {
            Interlocked.Decrement(ref _connections);
            socket.Dispose();
        }
    }

    private string? Told(string request)
    {
        var lines = request.Split('\n', StringSplitOptions.TrimEntries);
        if (lines[0] == LslFeed.FullInfo) return Info.ToXml(isFull: true);
        return lines[0] == LslQuery.Command && _responder.IsMeant(lines.Length > 1 ? lines[1] : "") ? Info.ToXml(isFull: false) : null;
    }

    private async Task FeedAsync(Socket socket, string request)
    {
        var status = LslFeed.Decide(request, Info, out var bufferSamples);
        if (!status.Contains(" 200 ", StringComparison.Ordinal))
        {
            await SendAllAsync(socket, Encoding.UTF8.GetBytes(status + "\r\n\r\n")).ConfigureAwait(false);
            return;
        }

        await SendAllAsync(socket, LslFeed.Grant(Info)).ConfigureAwait(false);
        var patterns = new System.Buffers.ArrayBufferWriter<byte>();
        LslSampleWriter.Patterns(patterns, Info.SampleType, Info.ChannelCount);
        await SendAllAsync(socket, patterns.WrittenMemory).ConfigureAwait(false);
        using var consumer = new LslConsumer(socket, bufferSamples, QueueBytes, _pieceBytes);
        if (bufferSamples > 0) Add(consumer);
        try
        {
            using var gone = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
            var pumping = consumer.PumpAsync(gone.Token);
            var leaving = WaitForEndAsync(socket, gone.Token);
            await Task.WhenAny(pumping, leaving).ConfigureAwait(false);
            await gone.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(pumping, leaving).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        finally
        {
            Remove(consumer);
        }
    }

    private void Add(LslConsumer consumer)
    {
        lock (_gate)
        {
            _consumers = _consumers.Add(consumer);
            _joined.TrySetResult();
        }
    }

    private void Remove(LslConsumer consumer)
    {
        lock (_gate)
        {
            if (_consumers.Contains(consumer)) Volatile.Write(ref _dropped, _dropped + consumer.Dropped);
            _consumers = _consumers.Remove(consumer);
            if (_consumers.IsEmpty && _joined.Task.IsCompleted) _joined = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        consumer.Dispose();
    }

    private async Task SendAllAsync(Socket socket, ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty) bytes = bytes[await socket.SendAsync(bytes, SocketFlags.None, _stop.Token).ConfigureAwait(false)..];
    }

    private static async Task WaitForEndAsync(Socket socket, CancellationToken cancellation)
    {
        var said = new byte[256];
        while (await socket.ReceiveAsync(said, SocketFlags.None, cancellation).ConfigureAwait(false) > 0)
        {
            // An inlet has nothing more to say.
        }
    }
}
