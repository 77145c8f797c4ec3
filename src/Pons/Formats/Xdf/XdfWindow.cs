namespace Pons.Formats.Xdf;

/// <summary>A stretch of the file in memory: what is asked for is read together with what follows it.</summary>
internal sealed class XdfWindow(Stream file, int capacity)
{
    private readonly byte[] _bytes = GC.AllocateUninitializedArray<byte>((int)Math.Min(capacity, Math.Max(64, file.Length)));
    private long _start;
    private int _count;

    public long FileLength { get; } = file.Length;

    public int Capacity => _bytes.Length;

    /// <summary>The bytes from a place on: as many as asked for, fewer where the file ends or the window is smaller.</summary>
    public ReadOnlySpan<byte> At(long position, long count)
    {
        var wanted = (int)Math.Min(Math.Min(count, _bytes.Length), Math.Max(0, FileLength - position));
        if (position < _start || position + wanted > _start + _count) Load(position);
        var from = (int)(position - _start);
        return _bytes.AsSpan(from, Math.Min(wanted, _count - from));
    }

    /// <summary>Bytes that may be more than the window holds.</summary>
    public byte[] Copy(long position, int count)
    {
        var bytes = GC.AllocateUninitializedArray<byte>((int)Math.Min(count, FileLength - position));
        file.Position = position;
        file.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>Where a signature stands next, from a place on; −1 when it does not.</summary>
    public long Find(ReadOnlySpan<byte> signature, long from)
    {
        while (from + signature.Length <= FileLength)
        {
            var bytes = At(from, _bytes.Length);
            var found = bytes.IndexOf(signature);
            if (found >= 0) return from + found;
            from += bytes.Length - signature.Length + 1;
        }

        return -1;
    }

    private void Load(long position)
    {
        (_start, _count) = (position, 0);
        file.Position = position;
        _count = file.ReadAtLeast(_bytes, (int)Math.Min(_bytes.Length, FileLength - position), throwOnEndOfStream: false);
    }
}
