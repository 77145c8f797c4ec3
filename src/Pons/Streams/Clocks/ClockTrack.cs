namespace Pons.Streams.Clocks;

/// <summary>
/// The clock of a whole recording, after the fact: a <see cref="ClockFit"/> and the maps that it had, so that a moment is converted by the
/// map whose pairs lie on both sides of it. One map for each 64 s and one for each segment is kept; nothing else grows. One thread.
/// </summary>
public sealed class ClockTrack
{
    // The fit looks back about twice as far, so a map is best half a spacing or more before the moment at which it was taken.
    private const long Spacing = 64_000_000_000;

    private readonly List<Segment> _segments = [new(long.MinValue)];
    private int _restarts;

    /// <summary>Begins with an empty fit.</summary>
    /// <param name="device">The clock that is converted from.</param>
    /// <param name="options">What is known before; default <see cref="ClockFitOptions.Loopback"/>.</param>
    public ClockTrack(ClockId device, ClockFitOptions? options = null) => Fit = new(device, options);

    /// <summary>The running fit, for the present moment. Pairs are given to the track, not to it.</summary>
    public ClockFit Fit { get; }

    /// <summary>Like <see cref="ClockFit.Add"/>.</summary>
    public void Add(Timestamp device, Timestamp arrival)
    {
        Fit.Add(device, arrival);
        Follow(device);
    }

    /// <summary>Like <see cref="ClockFit.AddMeasured"/>.</summary>
    public void AddMeasured(Timestamp device, Timestamp host, Duration uncertainty)
    {
        Fit.AddMeasured(device, host, uncertainty);
        Follow(device);
    }

    /// <summary>Like <see cref="ClockFit.Restart"/>.</summary>
    public void Restart(ClockRestartReason reason)
    {
        Fit.Restart(reason);
        CloseSegment();
    }

    /// <summary>
    /// Takes a sample to the host's clock by what came before and after it. A sample that its segment puts before the end of the segment
    /// before was taken while the host's clock stood still: it lies between that end and its arrival.
    /// </summary>
    /// <param name="device">When the device took the sample.</param>
    /// <param name="arrival">When it arrived; tells segments apart whose device times overlap.</param>
    /// <exception cref="InvalidOperationException">No pair has been taken yet.</exception>
    public Timestamp ToHost(Timestamp device, Timestamp arrival)
    {
        var place = SegmentOf(device, arrival);
        var time = MapAt(place, device).Convert(device);
        return StoodStill(place, time, arrival) is { } still ? new Timestamp(ClockId.Host, _segments[place - 1].HostFloor) + still : time;
    }

    /// <summary>How far <see cref="ToHost"/> may be wrong.</summary>
    /// <inheritdoc cref="ToHost"/>
    public Duration UncertaintyOf(Timestamp device, Timestamp arrival)
    {
        var place = SegmentOf(device, arrival);
        var map = MapAt(place, device);
        return map.UncertaintyOf(device) + (StoodStill(place, map.Convert(device), arrival) ?? Duration.Zero);
    }

    /// <summary>Half of the time between the end of the segment before and the arrival, for a sample that cannot lie before that end.</summary>
    private Duration? StoodStill(int place, Timestamp time, Timestamp arrival)
    {
        if (place == 0 || time.Nanoseconds >= _segments[place - 1].HostFloor) return null;
        return new(Math.Max(0, arrival.Nanoseconds - _segments[place - 1].HostFloor) / 2);
    }

    private int SegmentOf(Timestamp device, Timestamp arrival)
    {
        var place = 0;
        while (place < _segments.Count - 1 && !_segments[place].Holds(device.Nanoseconds, arrival.Nanoseconds)) place++;
        return place;
    }

    private ClockMap MapAt(int place, Timestamp device)
    {
        var segment = _segments[place];
        foreach (var (until, map) in segment.Pieces)
            if (device.Nanoseconds <= until) return map;
        return segment.Last ?? Fit.Map ?? throw new InvalidOperationException($"The clock '{Fit.Device}' has not been heard yet.");
    }

    private void Follow(Timestamp device)
    {
        if (Fit.Restarts != _restarts) CloseSegment();
        var segment = _segments[^1];
        if (segment.Next == long.MinValue) segment.Next = device.Nanoseconds + Spacing;
        if (device.Nanoseconds < segment.Next || Fit.Map is not { } map) return;
        segment.Pieces.Add((device.Nanoseconds - Spacing / 2, map));
        segment.Next = device.Nanoseconds + Spacing;
    }

    private void CloseSegment()
    {
        if (Fit.LastSegment is not { } ended || Fit.Restarts == _restarts) return;
        _restarts = Fit.Restarts;
        (_segments[^1].HostEnd, _segments[^1].Last) = (ended.HostEnd.Nanoseconds, ended.Map);
        _segments[^1].DeviceEnd = ended.End.Nanoseconds;
        _segments[^1].HostFloor = Math.Min(ended.HostEnd.Nanoseconds, ended.Map.Convert(ended.End).Nanoseconds);
        _segments.Add(new(long.MinValue));
    }

    private sealed class Segment(long next)
    {
        public List<(long Until, ClockMap Map)> Pieces { get; } = [];

        public long Next { get; set; } = next;

        public long HostEnd { get; set; } = long.MaxValue;

        public long DeviceEnd { get; set; } = long.MaxValue;

        public long HostFloor { get; set; } = long.MinValue;

        public ClockMap? Last { get; set; }

        /// <summary>Samples that arrived together with the last one of the segment belong to it as far as they are not newer.</summary>
        public bool Holds(long device, long arrival) => arrival < HostEnd || (arrival == HostEnd && device <= DeviceEnd);
    }
}
