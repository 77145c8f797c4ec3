using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Pons.Devices.Serial;

/// <summary>
/// The bytes of a terminal of Linux or macOS. A thread of its own sleeps in poll until bytes come and runs the reader's continuation at once,
/// so that arrival stamps are taken where the bytes are. One reader and one writer at a time. At most 1 MB waits; then the kernel holds back.
/// </summary>
internal sealed class DescriptorStream : Stream
{
    private const int LargestWait = 1 << 20;
    private const int WriteMilliseconds = 1000;
    private readonly string _name;
    private readonly int _descriptor;
    private readonly int _wakes;
    private readonly int _wake;
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Pipe _pipe = new(new PipeOptions(
        readerScheduler: PipeScheduler.Inline, pauseWriterThreshold: LargestWait, resumeWriterThreshold: LargestWait / 2,
        useSynchronizationContext: false));

    private bool _isClosed;
    private bool _mustStop;

    /// <summary>Takes over a descriptor that was opened without blocking.</summary>
    public unsafe DescriptorStream(int descriptor, string name)
    {
        (_descriptor, _name) = (descriptor, name);
        var ends = stackalloc int[2];
        if (UnixCalls.Pipe(ends) != 0) throw new IOException($"{name}: no pipe could be made ({UnixCalls.LastFault}).");
        (_wakes, _wake) = (ends[0], ends[1]);
        new Thread(Pump) { IsBackground = true, Name = $"Pons reads {name}" }.Start();
    }

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var result = await _pipe.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        var there = result.Buffer;
        var count = (int)Math.Min(there.Length, buffer.Length);
        there.Slice(0, count).CopyTo(buffer.Span);
        _pipe.Reader.AdvanceTo(there.GetPosition(count));
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("A terminal is read with ReadAsync.");

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override unsafe void Write(ReadOnlySpan<byte> buffer)
    {
        lock (_gate)
        {
            fixed (byte* bytes = buffer)
            {
                for (var at = 0; at < buffer.Length;)
                {
                    ObjectDisposedException.ThrowIf(_isClosed, this);
                    var written = UnixCalls.Write(_descriptor, bytes + at, buffer.Length - at);
                    if (written >= 0) at += (int)written;
                    else WaitForRoom(Marshal.GetLastPInvokeError());
                }
            }
        }
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>Ends the thread; the descriptor is closed when the task is done.</summary>
    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync().ConfigureAwait(false);
        await _closed.Task.ConfigureAwait(false);
    }

    protected override void Dispose(bool disposing)
    {
        _mustStop = true;
        Wake();
        base.Dispose(disposing);
    }

    private unsafe void Wake()
    {
        lock (_gate)
        {
            byte one = 1;
            if (!_isClosed) _ = UnixCalls.Write(_wake, &one, 1);
        }
    }

    private unsafe void WaitForRoom(int fault)
    {
        if (fault == UnixCalls.Interrupted) return;
        if (fault != UnixCalls.Again) throw Vanished();
        var watched = new UnixCalls.Watched { Descriptor = _descriptor, Wanted = UnixCalls.CanWrite };
        if (UnixCalls.Poll(&watched, 1, WriteMilliseconds) == 0)
            throw new IOException($"{_name} has taken no bytes for {WriteMilliseconds} ms.");
    }

    private IOException Vanished() => new($"the serial port {_name} has vanished; was its plug pulled?");

    private void Pump()
    {
        Exception? fault = null;
        try
        {
            var isFull = false;
            while (WaitForBytes(ref isFull)) isFull = !ReadOnce();
        }
        catch (IOException vanished)
        {
            fault = vanished;
        }

        CloseDescriptors();
        _pipe.Writer.Complete(fault);
        _closed.TrySetResult();
    }

    /// <summary>Sleeps until there are bytes; <see langword="false"/> when the stream was disposed of.</summary>
    private unsafe bool WaitForBytes(ref bool isFull)
    {
        var watched = stackalloc UnixCalls.Watched[2];
        while (!_mustStop)
        {
            watched[0] = new() { Descriptor = _wakes, Wanted = UnixCalls.CanRead };
            watched[1] = new() { Descriptor = _descriptor, Wanted = UnixCalls.CanRead };
            if (UnixCalls.Poll(watched, isFull ? 1u : 2u, -1) < 0) continue;
            if (watched[0].Seen != 0) isFull = TakeWake();
            if (!isFull && watched[1].Seen != 0) return !_mustStop;
        }

        return false;
    }

    private unsafe bool TakeWake()
    {
        byte one;
        _ = UnixCalls.Read(_wakes, &one, 1);
        return false;
    }

    /// <summary>Reads what is there; <see langword="false"/> when the reader must first take something.</summary>
    private unsafe bool ReadOnce()
    {
        var room = _pipe.Writer.GetSpan(4096);
        nint read;
        fixed (byte* into = room) read = UnixCalls.Read(_descriptor, into, room.Length);
        if (read < 0)
        {
            var fault = Marshal.GetLastPInvokeError();
            if (fault == UnixCalls.Again || fault == UnixCalls.Interrupted) return true;
            throw Vanished();
        }

        if (read == 0) throw Vanished();
        _pipe.Writer.Advance((int)read);
        var flush = _pipe.Writer.FlushAsync();
        if (flush.IsCompleted) return true;
        _ = flush.AsTask().ContinueWith(_ => Wake(), TaskScheduler.Default);
        return false;
    }

    private unsafe void CloseDescriptors()
    {
        lock (_gate)
        {
            _isClosed = true;
            _ = UnixCalls.Control(_descriptor, UnixCalls.SetShared, null);
            _ = UnixCalls.Close(_descriptor);
            _ = UnixCalls.Close(_wakes);
            _ = UnixCalls.Close(_wake);
        }
    }
}
