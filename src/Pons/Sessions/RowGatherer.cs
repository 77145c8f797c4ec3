using System.Runtime.InteropServices;
using Pons.Formats.Xdf;

namespace Pons.Sessions;

/// <summary>Puts runs that follow each other together until they are worth a chunk. One thread.</summary>
internal sealed class RowGatherer
{
    private readonly List<double> _times = [];
    private byte[] _values = new byte[XdfWriter.LargestChunkBytes];
    private int _length;
    private long _next;
    private bool _isSteady;

    /// <summary>Samples that were gathered.</summary>
    public long Count { get; private set; }

    /// <summary>Index of the first one.</summary>
    public long First { get; private set; }

    /// <summary>One time for each sample, or that of the first one.</summary>
    public ReadOnlySpan<double> Times => CollectionsMarshal.AsSpan(_times);

    public ReadOnlySpan<byte> Values => _values.AsSpan(0, _length);

    /// <summary>Whether a chunk is full.</summary>
    public bool IsFull => _length >= XdfWriter.LargestChunkBytes / 2;

    /// <summary>Whether samples can be added to those that are there.</summary>
    /// <param name="first">Index of the first one.</param>
    /// <param name="bytes">Bytes of their values.</param>
    /// <param name="isSteady">Whether they follow at the rate of the stream.</param>
    public bool Continues(long first, int bytes, bool isSteady) =>
        Count == 0 || (isSteady == _isSteady && (!isSteady || first == _next) && _length + bytes <= _values.Length);

    /// <summary>Adds samples that follow at the rate of the stream.</summary>
    public void AddSteady(long first, double time, ReadOnlySpan<byte> values, int count)
    {
        if (Count == 0) _times.Add(time);
        Store(first, values, count, isSteady: true);
    }

    /// <summary>Adds samples with a time each.</summary>
    public void AddStamped(long first, ReadOnlySpan<double> times, ReadOnlySpan<byte> values)
    {
        _times.AddRange(times);
        Store(first, values, times.Length, isSteady: false);
    }

    /// <summary>Adds samples that came at one moment.</summary>
    public void AddAt(long first, double time, ReadOnlySpan<byte> values, int count)
    {
        for (var i = 0; i < count; i++) _times.Add(time);
        Store(first, values, count, isSteady: false);
    }

    public void Clear()
    {
        _times.Clear();
        (_length, Count) = (0, 0);
    }

    private void Store(long first, ReadOnlySpan<byte> values, int count, bool isSteady)
    {
        if (Count == 0) First = first;
        if (_values.Length < _length + values.Length) Array.Resize(ref _values, _length + values.Length);
        values.CopyTo(_values.AsSpan(_length));
        (_length, _next, _isSteady) = (_length + values.Length, first + count, isSteady);
        Count += count;
    }
}
