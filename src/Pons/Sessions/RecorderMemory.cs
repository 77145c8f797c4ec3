namespace Pons.Sessions;

/// <summary>The memory that all streams of a recorder share: segments of one size that are used again and again. Safe from any thread.</summary>
/// <param name="mostBytes">Bytes that may be in use at once.</param>
internal sealed class RecorderMemory(long mostBytes)
{
    /// <summary>Size of a segment in bytes.</summary>
    public const int SegmentBytes = 1 << 18;

    private readonly Lock _gate = new();
    private readonly Stack<byte[]> _free = new();
    private long _used;

    /// <summary>Bytes in use.</summary>
    public long Used => Volatile.Read(ref _used);

    public long Most => mostBytes;

    /// <summary>Takes a segment; allocates only when more are in use than ever before.</summary>
    /// <param name="leastBytes">Bytes that must fit; a longer sample than a segment gets a segment of its own.</param>
    /// <returns>The segment; <see langword="null"/> when memory is used up.</returns>
    public byte[]? Rent(int leastBytes)
    {
        var size = Math.Max(SegmentBytes, leastBytes);
        lock (_gate)
        {
            if (_used + size > mostBytes) return null;
            _used += size;
            return size == SegmentBytes && _free.TryPop(out var segment) ? segment : GC.AllocateUninitializedArray<byte>(size);
        }
    }

    public void Return(byte[] segment)
    {
        lock (_gate)
        {
            _used -= segment.Length;
            if (segment.Length == SegmentBytes) _free.Push(segment);
        }
    }

    /// <summary>Charges memory that lies elsewhere, such as texts.</summary>
    /// <returns>Whether there was room.</returns>
    public bool TryCharge(long bytes)
    {
        lock (_gate)
        {
            if (_used + bytes > mostBytes) return false;
            _used += bytes;
            return true;
        }
    }

    public void Discharge(long bytes)
    {
        lock (_gate) _used -= bytes;
    }

    /// <summary>Allocates segments before they are needed.</summary>
    public void Prepare(int count)
    {
        lock (_gate)
            for (var i = 0; i < count && _used + (_free.Count + 1L) * SegmentBytes <= mostBytes; i++)
                _free.Push(GC.AllocateUninitializedArray<byte>(SegmentBytes));
    }
}
