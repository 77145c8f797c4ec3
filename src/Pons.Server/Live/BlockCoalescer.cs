using Pons.Streams;

namespace Pons.Server.Live;

/// <summary>
/// Joins small blocks until they span 16 ms, so that a browser gets about 60 messages a second however small the blocks of the
/// device are. A gap or another number of channels ends a message early. Belongs to the thread that pushes.
/// </summary>
internal sealed class BlockCoalescer(double? rateHz)
{
    private const double SpanSeconds = 0.016;
    private readonly int _wanted = rateHz is { } rate ? Math.Max(1, (int)Math.Ceiling(rate * SpanSeconds)) : 1;
    private float[] _samples = [];
    private int _filled;
    private int _channels;
    private long _first;
    private double _time;
    private long _missing;

    /// <summary>Takes a block; hands back the messages that are complete now: none, one, or two.</summary>
    public IEnumerable<LiveMessage> Add(SignalBlock block)
    {
        var joins = _filled > 0 && block.MissingBefore == 0 && block.ChannelCount == _channels
            && block.FirstSampleIndex == _first + _filled / _channels;
        if (!joins && Flush() is { } early) yield return early;
        Append(block);
        if (_filled >= _wanted * _channels && Flush() is { } full) yield return full;
    }

    /// <summary>Ends the message that is being filled.</summary>
    public LiveMessage? Flush()
    {
        if (_filled == 0) return null;
        var bytes = BinaryMessages.Block(_samples.AsSpan(0, _filled), _channels, _first, _time, _missing);
        var count = _filled / _channels;
        _filled = 0;
        return new(bytes, IsBinary: true, IsKept: false, count);
    }

    private void Append(SignalBlock block)
    {
        if (_filled == 0)
            (_channels, _first, _time, _missing) =
                (block.ChannelCount, block.FirstSampleIndex, block.Time.Seconds, block.MissingBefore);
        var needed = _filled + block.Samples.Length;
        if (_samples.Length < needed) Array.Resize(ref _samples, Math.Max(needed, 2 * _samples.Length));
        block.Samples.Span.CopyTo(_samples.AsSpan(_filled));
        _filled = needed;
    }
}
