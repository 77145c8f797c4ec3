using System.Buffers;
using System.Buffers.Binary;
using Pons.Streams.Clocks;

namespace Pons.Devices.FieldTrip;

/// <summary>
/// The content of a buffer: header, a ring of the newest samples, a ring of the newest events. Every message body is little endian. What does
/// not fit the header is refused, and what a reader asks for and was overwritten, too: nothing is given out that is not what was put in.
/// Safe from any thread.
/// </summary>
public sealed class FieldTripStore
{
    /// <summary>Samples that are kept with up to 256 channels, as in the reference server.</summary>
    public const int UsualSamples = 600_000;

    /// <summary>Events that are kept, as in the reference server.</summary>
    public const int UsualEvents = 100;

    private const int MostBytes = 512 << 20, DataFixedBytes = 16;
    private const uint Newest = uint.MaxValue;
    private readonly Lock _gate = new();
    private readonly HostClock _clock;
    private readonly int _mostSamples;
    private readonly FieldTripEvent[] _events;
    private TaskCompletionSource _changed = New();
    private FieldTripHeader? _header;
    private byte[] _ring = [];
    private int _ringSamples;
    private long _samples, _oldest, _eventCount, _given;
    private long _lastPut;

    /// <summary>Makes an empty buffer.</summary>
    /// <param name="clock">Tells how far the present sample is when an event has none.</param>
    /// <param name="mostSamples">Samples that are kept; fewer when they need more than 512 MB.</param>
    /// <param name="mostEvents">Events that are kept.</param>
    public FieldTripStore(HostClock? clock = null, int mostSamples = UsualSamples, int mostEvents = UsualEvents)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(mostSamples, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(mostEvents, 1);
        (_clock, _mostSamples, _events) = (clock ?? HostClock.System, mostSamples, new FieldTripEvent[mostEvents]);
    }

    /// <summary>The header; <see langword="null"/> before one was put.</summary>
    public FieldTripHeader? Header
    {
        get
        {
            lock (_gate) return _header;
        }
    }

    /// <summary>Samples that were put since the header.</summary>
    public long SampleCount
    {
        get
        {
            lock (_gate) return _samples;
        }
    }

    /// <summary>Samples up to the newest one that somebody has read.</summary>
    internal long GivenCount
    {
        get
        {
            lock (_gate) return _given;
        }
    }

    /// <summary>Begins anew: samples and events are counted from 0 again.</summary>
    /// <param name="header">What will be put.</param>
    public void Put(FieldTripHeader header)
    {
        ArgumentNullException.ThrowIfNull(header);
        Change(() =>
        {
            _header = header;
            _ringSamples = Math.Clamp(MostBytes / header.FrameBytes, 1, _mostSamples);
            _ring = []; // grows with what is put, so that a header alone takes no memory
            (_samples, _oldest, _eventCount, _given, _lastPut) = (0, 0, 0, 0, _clock.Time.GetTimestamp());
        });
    }

    /// <summary>Puts samples.</summary>
    /// <param name="samples">Values [sample × channel] in the header's type, little endian.</param>
    /// <returns>Whether they fit the header and the ring.</returns>
    public bool Put(ReadOnlySpan<byte> samples)
    {
        lock (_gate)
        {
            if (_header is null || samples.Length % _header.FrameBytes != 0 || samples.Length > RingBytes) return false;
            var count = samples.Length / _header.FrameBytes;
            var at = (int)(_samples % _ringSamples) * _header.FrameBytes;
            var first = Math.Min(samples.Length, RingBytes - at);
            if (_ring.Length < at + first) Array.Resize(ref _ring, (int)Math.Min(RingBytes, Math.Max(at + first, 2L * _ring.Length)));
            samples[..first].CopyTo(_ring.AsSpan(at));
            samples[first..].CopyTo(_ring);
            _samples += count;
            _oldest = Math.Max(_oldest, _samples - _ringSamples);
            _lastPut = _clock.Time.GetTimestamp();
        }

        Wake();
        return true;
    }

    /// <summary>Puts an event.</summary>
    /// <param name="happened">The event; its sample is filled in when it is −1.</param>
    /// <returns>Whether there is a header.</returns>
    public bool Put(FieldTripEvent happened)
    {
        ArgumentNullException.ThrowIfNull(happened);
        lock (_gate)
        {
            if (_header is null) return false;
            _events[_eventCount % _events.Length] = happened.Sample == -1 ? happened with { Sample = PresentSample() } : happened;
            _eventCount++;
        }

        Wake();
        return true;
    }

    /// <summary>Waits until there are more samples or events than given, the time is over, or there is no header.</summary>
    /// <param name="samples">Number of samples that must be exceeded.</param>
    /// <param name="events">Number of events that must be exceeded.</param>
    /// <param name="patience">The longest wait.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>How many there are; <see langword="null"/> without a header.</returns>
    public async Task<(uint Samples, uint Events)?> WaitAsync(uint samples, uint events, TimeSpan patience, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var late = patience > TimeSpan.Zero ? Task.Delay(patience, _clock.Time, limit.Token) : Task.CompletedTask;
        try
        {
            while (true)
            {
                var (counts, changed) = Counts();
                if (counts is not { } now || now.Samples > samples || now.Events > events || late.IsCompleted) return counts;
                await Task.WhenAny(changed, late).ConfigureAwait(false);
                cancellation.ThrowIfCancellationRequested();
            }
        }
        finally
        {
            await limit.CancelAsync().ConfigureAwait(false);
        }
    }

    internal bool PutHeader(ReadOnlySpan<byte> body)
    {
        if (FieldTripHeader.Read(body) is not { } header) return false;
        Put(header);
        return true;
    }

    internal bool PutData(ReadOnlySpan<byte> body)
    {
        lock (_gate)
        {
            if (body.Length < DataFixedBytes || _header is null) return false;
            var (channels, count) = (Word(body, 0), Word(body, 4));
            var (type, size) = (Word(body, 8), Word(body, 12));
            var isFitting = channels == _header.ChannelCount && type == (uint)_header.Type && size == body.Length - DataFixedBytes
                && size == (ulong)count * (uint)_header.FrameBytes;
            return isFitting && Put(body[DataFixedBytes..]);
        }
    }

    internal bool PutEvents(ReadOnlySpan<byte> body)
    {
        var events = new List<FieldTripEvent>();
        while (body.Length > 0)
        {
            if (FieldTripEvent.Read(body, out var length) is not { } happened) return false;
            events.Add(happened);
            body = body[length..];
        }

        return Header is not null && events.TrueForAll(Put);
    }

    internal bool TryGetHeader(IBufferWriter<byte> into)
    {
        lock (_gate)
        {
            _header?.Write((uint)_samples, (uint)_eventCount, into);
            return _header is not null;
        }
    }

    internal bool TryGetData(ReadOnlySpan<byte> selection, IBufferWriter<byte> into)
    {
        lock (_gate)
        {
            if (_header is null || !TrySelect(selection, _oldest, _samples, out var begin, out var end)) return false;
            var length = checked((int)((end - begin) * _header.FrameBytes));
            if (length > FieldTripMessage.LargestBytes - DataFixedBytes) return false;
            var bytes = into.GetSpan(DataFixedBytes + length);
            BinaryPrimitives.WriteInt32LittleEndian(bytes, _header.ChannelCount);
            BinaryPrimitives.WriteUInt32LittleEndian(bytes[4..], (uint)(end - begin));
            BinaryPrimitives.WriteInt32LittleEndian(bytes[8..], (int)_header.Type);
            BinaryPrimitives.WriteInt32LittleEndian(bytes[12..], length);
            var at = (int)(begin % _ringSamples) * _header.FrameBytes;
            var first = Math.Min(length, RingBytes - at);
            _ring.AsSpan(at, first).CopyTo(bytes[DataFixedBytes..]);
            _ring.AsSpan(0, length - first).CopyTo(bytes[(DataFixedBytes + first)..]);
            into.Advance(DataFixedBytes + length);
            _given = Math.Max(_given, end);
        }

        Wake();
        return true;
    }

    internal bool TryGetEvents(ReadOnlySpan<byte> selection, IBufferWriter<byte> into)
    {
        lock (_gate)
        {
            if (_header is null
                || !TrySelect(selection, Math.Max(0, _eventCount - _events.Length), _eventCount, out var begin, out var end)) return false;
            for (var number = begin; number < end; number++) _events[number % _events.Length].Write(into);
            return true;
        }
    }

    internal bool Flush(ushort command)
    {
        var isThere = false;
        Change(() =>
        {
            isThere = _header is not null;
            if (command is FieldTripCommand.FlushHeader or FieldTripCommand.FlushData) (_samples, _oldest, _given) = (0, 0, 0);
            if (command is FieldTripCommand.FlushHeader or FieldTripCommand.FlushEvents) _eventCount = 0;
            if (command is FieldTripCommand.FlushHeader) (_header, _ring) = (null, []);
        });
        return isThere;
    }

    /// <summary>Counts samples that never come, and forgets those before: what a reader of an overrun ring meets.</summary>
    internal void Overrun(long count) => Change(() => _oldest = _samples += count);

    /// <summary>A task that ends with the next change.</summary>
    internal Task NextChange()
    {
        lock (_gate) return _changed.Task;
    }

    private ((uint Samples, uint Events)? Counts, Task Changed) Counts()
    {
        lock (_gate) return (_header is null ? null : ((uint)_samples, (uint)_eventCount), _changed.Task);
    }

    private static bool TrySelect(ReadOnlySpan<byte> selection, long oldest, long count, out long begin, out long end)
    {
        (begin, end) = (oldest, count);
        if (selection.Length > 0)
        {
            if (selection.Length < 8) return false;
            var (first, last) = (Word(selection, 0), Word(selection, 4));
            (begin, end) = (first, last == Newest ? count : last + 1L);
        }

        return begin >= oldest && begin < end && end <= count;
    }

    private int RingBytes => _ringSamples * _header!.FrameBytes;

    private int PresentSample()
    {
        var elapsed = _clock.Time.GetElapsedTime(_lastPut).TotalSeconds;
        return (int)Math.Min(int.MaxValue, _samples + (long)(elapsed * _header!.RateHz));
    }

    private void Change(Action change)
    {
        lock (_gate) change();
        Wake();
    }

    private void Wake()
    {
        TaskCompletionSource changed;
        lock (_gate) (changed, _changed) = (_changed, New());
        changed.TrySetResult();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static uint Word(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);
}
