using System.Threading.Channels;
using Pons.Streams;

namespace Pons.Devices.Merging;

/// <summary>
/// Reads one input ahead of the grid through a bounded queue and says what it was at a moment of its own clock. Blocks are held only as long
/// as the grid may ask for them.
/// </summary>
internal sealed class InputReader
{
    private const int QueueBlocks = 256;

    private readonly Channel<SignalBlock> _queue = System.Threading.Channels.Channel.CreateBounded<SignalBlock>(QueueBlocks);
    private readonly List<SignalBlock> _held = [];
    private readonly List<Marker> _markers = [];
    private readonly MergeInput _input;
    private readonly double _stepNanoseconds;
    private readonly bool[] _isHeldValue;
    private bool _isAbsent;

    public InputReader(MergeInput input)
    {
        _input = input;
        _stepNanoseconds = 1e9 / input.Source.Info.RateHz!.Value;
        _isHeldValue = [.. input.Source.Info.Channels.Select(c => c.Kind == ChannelKind.Trigger)];
    }

    public StreamInfo Info => _input.Source.Info;

    public ChannelReader<SignalBlock> Queue => _queue.Reader;

    /// <summary>Whether the input has ended and all of it was read.</summary>
    public bool HasEnded { get; private set; }

    public ClockMap? Map() => _input.Map();

    /// <summary>Reads the source into the queue until it ends.</summary>
    public async Task PumpAsync(CancellationToken stop)
    {
        try
        {
            await foreach (var block in _input.Source.ReadAsync(stop).ConfigureAwait(false))
                await _queue.Writer.WriteAsync(block, stop).ConfigureAwait(false);
            _queue.Writer.TryComplete();
        }
        catch (Exception fault)
        {
            // Handed to whoever reads the merged source.
            _queue.Writer.TryComplete(fault);
        }
    }

    /// <summary>
    /// Reads until the input is known up to a moment of the host, has ended, or does not come in time; in the last case it is not waited for
    /// again before something has come.
    /// </summary>
    public async ValueTask ReachAsync(Timestamp until, TimeSpan patience, TimeProvider time, CancellationToken cancellation)
    {
        while (!HasEnded && !Reaches(until))
        {
            if (_queue.Reader.TryRead(out var block))
            {
                _held.Add(block);
                _markers.AddRange(block.Markers);
                _isAbsent = false;
            }
            else if (_isAbsent || !await WaitAsync(patience, time, cancellation).ConfigureAwait(false))
            {
                return;
            }
        }
    }

    /// <summary>Forgets blocks that lie before a moment of the input's clock; one is kept to interpolate from.</summary>
    public void Forget(Timestamp before)
    {
        var gone = 0;
        while (gone + 1 < _held.Count && LastOf(_held[gone]) < before.Nanoseconds && _held[gone + 1].Time.Nanoseconds <= before.Nanoseconds) gone++;
        _held.RemoveRange(0, gone);
    }

    /// <summary>The channels at a moment of the input's clock; false where a sample beside it is missing.</summary>
    public bool Read(Timestamp at, Span<float> values)
    {
        var place = _held.Count - 1;
        while (place >= 0 && _held[place].Time.Nanoseconds > at.Nanoseconds) place--;
        if (place < 0) return false;
        var block = _held[place];
        var position = (at.Nanoseconds - block.Time.Nanoseconds) / _stepNanoseconds;
        var sample = (int)Math.Min(position, block.SampleCount - 1);
        if (sample + 1 < block.SampleCount) return Between(block[sample], block[sample + 1], position - sample, values);
        if (position <= sample) return Between(block[sample], block[sample], 0, values);
        if (place + 1 == _held.Count || _held[place + 1].MissingBefore > 0) return false;
        var span = _held[place + 1].Time.Nanoseconds - LastOf(block);
        return Between(block[sample], _held[place + 1][0], Math.Clamp((at.Nanoseconds - LastOf(block)) / span, 0, 1), values);
    }

    /// <summary>Whether something at or after a moment of the input's clock is held.</summary>
    public bool Holds(Timestamp from) => _held.Count > 0 && LastOf(_held[^1]) >= from.Nanoseconds;

    /// <summary>Markers that were not taken yet, up to a moment of the input's clock.</summary>
    public IEnumerable<Marker> TakeMarkers(Timestamp until)
    {
        var due = _markers.FindAll(m => m.Time.Nanoseconds < until.Nanoseconds);
        _markers.RemoveAll(m => m.Time.Nanoseconds < until.Nanoseconds);
        return due;
    }

    private bool Reaches(Timestamp until) =>
        _held.Count > 0 && Map() is { } map && LastOf(_held[^1]) >= map.ConvertBack(until).Nanoseconds;

    private double LastOf(SignalBlock block) => block.Time.Nanoseconds + (block.SampleCount - 1) * _stepNanoseconds;

    private bool Between(ReadOnlySpan<float> before, ReadOnlySpan<float> after, double share, Span<float> values)
    {
        for (var c = 0; c < values.Length; c++)
            values[c] = _isHeldValue[c] ? before[c] : (float)(before[c] + share * (after[c] - (double)before[c]));
        return true;
    }

    private async ValueTask<bool> WaitAsync(TimeSpan patience, TimeProvider time, CancellationToken cancellation)
    {
        try
        {
            HasEnded = !await _queue.Reader.WaitToReadAsync(cancellation).AsTask().WaitAsync(patience, time, cancellation).ConfigureAwait(false);
            return !HasEnded;
        }
        catch (TimeoutException)
        {
            _isAbsent = true;
            return false;
        }
    }
}
