namespace Pons.Formats.Xdf;

/// <summary>Collects, sample by sample, where a numeric stream lies in the file and how its time stamps run.</summary>
/// <param name="periodSeconds">Time from sample to sample by the header; 0 when there is none.</param>
/// <param name="jumpSeconds">How far a time stamp may be from where it is expected before it counts as a jump; for regular streams.</param>
/// <param name="entryBytes">About how much of the file an entry covers.</param>
internal sealed class XdfRowIndex(double periodSeconds, double jumpSeconds, int entryBytes)
{
    private readonly List<XdfEntry> _entries = [];
    private State _state;

    public long StoredCount => _state.Stored;

    /// <summary>Time stamps of the first and the last sample as they stand in the file.</summary>
    public double FirstStamp => _state.First;

    public double LastStamp => _state.Last;

    /// <summary>Whether any sample has a time stamp.</summary>
    public bool HasStamps => _state.HasStamps;

    /// <summary>How many time stamps are no times.</summary>
    public long UnusableStamps => _state.Unusable;

    /// <summary>What is known now, to come back to when a chunk turns out to be damaged.</summary>
    public State Mark() => _state with { EntryCount = _entries.Count };

    public void Return(State mark)
    {
        _entries.RemoveRange(mark.EntryCount, _entries.Count - mark.EntryCount);
        _state = mark;
    }

    /// <summary>Adds a sample.</summary>
    /// <param name="offset">Its first byte.</param>
    /// <param name="byteCount">Its length.</param>
    /// <param name="leftInChunk">How many samples of its chunk follow, itself included.</param>
    /// <param name="stamp">Its time stamp; NaN when it has none, which then follows from the one before. One that is no time is left
    /// out.</param>
    public void Add(long offset, long byteCount, long leftInChunk, double stamp)
    {
        ref var state = ref _state;
        if (!(Math.Abs(stamp) <= XdfClock.LargestSeconds))
        {
            if (!double.IsNaN(stamp)) state.Unusable++;
            stamp = state.Stored == 0 ? 0 : state.Last + periodSeconds;
        }
        else if (!state.HasStamps)
        {
            DateBack(stamp);
        }

        var step = stamp - state.Last;
        var jumps = state.Stored > 0 && (periodSeconds > 0 ? Math.Abs(step - periodSeconds) > jumpSeconds : step < 0);
        ref var open = ref state.Open;
        if (open.Count == 0 || jumps || offset + byteCount - open.Offset > entryBytes)
        {
            if (open.Count > 0) _entries.Add(open);
            open = new() { Offset = offset, FirstStored = state.Stored, FirstStamp = stamp, FollowsJump = jumps };
            (open.LeftInChunk, open.FollowsDamage, state.IsParted) = ((int)Math.Min(leftInChunk, int.MaxValue), state.IsParted, false);
        }

        var sinceFirst = stamp - open.FirstStamp;
        open.Sum += sinceFirst;
        open.IndexedSum += sinceFirst * open.Count;
        open.Count++;
        open.ByteCount = (int)Math.Min(offset + byteCount - open.Offset, int.MaxValue);
        if (state.Stored++ == 0) state.First = stamp;
        state.Last = stamp;
    }

    /// <summary>Lets no entry reach over this place, because what follows is behind damage.</summary>
    public void Part()
    {
        if (_state.Open.Count > 0) _entries.Add(_state.Open);
        (_state.Open, _state.IsParted) = (default, true);
    }

    public XdfEntry[] Close()
    {
        Part();
        return [.. _entries];
    }

    /// <summary>The first time stamp of all also dates the samples before it.</summary>
    private void DateBack(double stamp)
    {
        _state.HasStamps = true;
        if (_state.Stored == 0) return;
        var shift = stamp - periodSeconds - _state.Last;
        foreach (ref var entry in System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_entries)) entry.FirstStamp += shift;
        _state.Open.FirstStamp += shift;
        _state.First += shift;
        _state.Last += shift;
    }

    internal struct State
    {
        public XdfEntry Open;
        public long Stored, Unusable;
        public double First, Last;
        public int EntryCount;
        public bool HasStamps, IsParted;
    }
}
