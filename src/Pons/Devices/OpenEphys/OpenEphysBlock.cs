using System.Runtime.InteropServices;

namespace Pons.Devices.OpenEphys;

/// <summary>Samples of one stream while the messages of its channels arrive; used again for later blocks.</summary>
internal sealed class OpenEphysBlock
{
    private float[] _values = [];
    private bool[] _isThere = [];

    public long First { get; private set; }

    public int SampleCount { get; private set; }

    /// <summary>Channels that are there.</summary>
    public int ChannelCount { get; private set; }

    public void Start(long first, int sampleCount)
    {
        (First, SampleCount, ChannelCount) = (first, sampleCount, 0);
        Array.Clear(_isThere);
    }

    /// <summary>Whether a channel is there, by its place in the order in which channels were first seen.</summary>
    public bool Has(int slot) => slot < _isThere.Length && _isThere[slot];

    /// <summary>Takes the values of a channel.</summary>
    public void Put(int slot, ReadOnlySpan<byte> values)
    {
        if (slot >= _isThere.Length) Array.Resize(ref _isThere, Math.Max(16, 2 * slot));
        var end = (slot + 1) * SampleCount;
        if (end > _values.Length) Array.Resize(ref _values, Math.Max(end, 2 * _values.Length));
        values.CopyTo(MemoryMarshal.AsBytes(_values.AsSpan(slot * SampleCount, SampleCount)));
        _isThere[slot] = true;
        ChannelCount++;
    }

    /// <summary>Writes the values [sample × channel].</summary>
    /// <param name="columns">Column of each slot.</param>
    /// <param name="into">Room for all values.</param>
    public void Transpose(ReadOnlySpan<int> columns, Span<float> into)
    {
        for (var slot = 0; slot < columns.Length; slot++)
        {
            var from = _values.AsSpan(slot * SampleCount, SampleCount);
            for (var i = 0; i < from.Length; i++) into[i * columns.Length + columns[slot]] = from[i];
        }
    }
}
