using System.Net.Sockets;

namespace Pons.Devices.Lsl;

/// <summary>
/// One inlet that an outlet feeds. What the network takes at once is sent by the thread that pushes; the rest waits in a bounded queue whose
/// oldest chunks are dropped and counted. Safe from any thread.
/// </summary>
internal sealed class LslConsumer : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Socket _socket;
    private readonly Queue<LslChunk> _waiting = new();
    private readonly SemaphoreSlim _wake = new(0);
    private readonly long _mostSamples, _mostBytes;
    private readonly int _pieceBytes;
    private long _samples, _bytes, _dropped;
    private LslChunk? _current;
    private int _sent;
    private bool _isPumping, _isClosed;

    /// <summary>Feeds a connection that has been granted.</summary>
    /// <param name="socket">The connection; belongs to the consumer from now on.</param>
    /// <param name="mostSamples">Samples that wait at most, besides those under way.</param>
    /// <param name="mostBytes">Bytes that wait at most.</param>
    /// <param name="pieceBytes">Writes are cut into pieces of this length, as by an emulator; 0 for not cut.</param>
    public LslConsumer(Socket socket, long mostSamples, long mostBytes, int pieceBytes)
    {
        (_socket, _mostSamples, _mostBytes, _pieceBytes) = (socket, mostSamples, mostBytes, pieceBytes);
        socket.Blocking = false;
    }

    /// <summary>Samples that were dropped because the inlet was slow.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    /// <summary>Whether nothing waits.</summary>
    public bool IsIdle
    {
        get
        {
            lock (_gate) return !_isPumping;
        }
    }

    /// <summary>Sends a chunk, or lets it wait.</summary>
    public void Offer(LslChunk chunk)
    {
        lock (_gate)
        {
            if (_isClosed) return;
            var isWhole = _pieceBytes == 0 || chunk.SampleCount == 0;
            var sent = isWhole && !_isPumping ? SendNow(chunk.Bytes.WrittenSpan) : 0;
            if (sent == chunk.Bytes.WrittenCount) return;
            chunk.Hold();
            if (sent > 0) (_current, _sent) = (chunk, sent);
            else Enqueue(chunk);
            if (_isPumping) return;
            _isPumping = true;
            _wake.Release();
        }
    }

    /// <summary>Sends what waits, until the connection ends or it is cancelled.</summary>
    public async Task PumpAsync(CancellationToken cancellation)
    {
        while (true)
        {
            await _wake.WaitAsync(cancellation).ConfigureAwait(false);
            while (Next() is { } chunk)
            {
                await SendAsync(chunk.Bytes.WrittenMemory[_sent..], cancellation).ConfigureAwait(false);
                lock (_gate) (_current, _sent) = (null, 0);
                chunk.Release();
            }
        }
    }

    /// <summary>Ends the connection.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_isClosed) return;
            _isClosed = true;
            while (_waiting.TryDequeue(out var chunk)) chunk.Release();
        }

        _socket.Dispose();
    }

    private LslChunk? Next()
    {
        lock (_gate)
        {
            if (_current is null && _waiting.TryDequeue(out _current))
            {
                _samples -= _current.SampleCount;
                _bytes -= _current.Bytes.WrittenCount;
            }

            if (_current is null || _isClosed) _isPumping = false;
            return _isClosed ? null : _current;
        }
    }

    private void Enqueue(LslChunk chunk)
    {
        _waiting.Enqueue(chunk);
        _samples += chunk.SampleCount;
        _bytes += chunk.Bytes.WrittenCount;
        while (_waiting.Count > 1 && (_samples > _mostSamples || _bytes > _mostBytes))
        {
            var oldest = _waiting.Dequeue();
            _samples -= oldest.SampleCount;
            _bytes -= oldest.Bytes.WrittenCount;
            Volatile.Write(ref _dropped, _dropped + oldest.SampleCount);
            oldest.Release();
        }
    }

    private int SendNow(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var sent = _socket.Send(bytes, SocketFlags.None, out var error);
            return error == SocketError.Success ? sent : 0;
        }
        catch (ObjectDisposedException)
        {
            return 0;
        }
    }

    private async ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        while (!bytes.IsEmpty)
        {
            var piece = _pieceBytes > 0 ? bytes[..Math.Min(_pieceBytes, bytes.Length)] : bytes;
            bytes = bytes[await _socket.SendAsync(piece, SocketFlags.None, cancellation).ConfigureAwait(false)..];
        }
    }
}
