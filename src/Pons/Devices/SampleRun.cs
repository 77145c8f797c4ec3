using System.Runtime.InteropServices;
using Pons.Streams;

namespace Pons.Devices;

/// <summary>
/// Consecutive samples as one read of a device brought them, with what was missing before. Belongs to the <see cref="SampleOutput"/> that
/// fills it and is used again for the next read: who wants to keep something copies it.
/// </summary>
public sealed class SampleRun
{
    private float[] _samples = new float[1024];
    private byte[] _exact = [];
    private readonly List<double> _stamps = [];
    private readonly List<string> _texts = [];
    private readonly List<Marker> _markers = [];

    internal SampleRun()
    {
    }

    /// <summary>Index of the first sample since the start of the stream; missing samples are counted.</summary>
    public long FirstSampleIndex { get; internal set; }

    /// <summary>Index one past the last sample.</summary>
    public long EndSampleIndex => FirstSampleIndex + SampleCount;

    /// <summary>Samples per channel; 0 when the run only carries markers.</summary>
    public int SampleCount { get; private set; }

    /// <summary>Number of channels.</summary>
    public int ChannelCount { get; internal set; } = 1;

    /// <summary>What is missing before the first sample; <see langword="null"/> when nothing is.</summary>
    public SampleGap? Gap { get; internal set; }

    /// <summary>When the bytes of the run arrived, on the clock of the host.</summary>
    public Timestamp Arrival { get; internal set; }

    /// <summary>Time of the first sample on the clock of the device.</summary>
    public Timestamp Time { get; internal set; }

    /// <summary>Values [sample × channel] in the unit of the channel, voltages in µV; empty for texts.</summary>
    public ReadOnlySpan<float> Samples => _samples.AsSpan(0, IsText ? 0 : SampleCount * ChannelCount);

    /// <summary>Values as the device sent them [sample × channel], little endian, in the type of the stream; empty when
    /// <see cref="Samples"/> says all.</summary>
    public ReadOnlySpan<byte> Exact => _exact.AsSpan(0, ExactLength);

    /// <summary>Time of each sample in seconds on the clock of the device; empty when the samples follow each other at the nominal
    /// rate.</summary>
    public ReadOnlySpan<double> Stamps => CollectionsMarshal.AsSpan(_stamps);

    /// <summary>Texts [sample × channel]; empty for numbers.</summary>
    public ReadOnlySpan<string> Texts => CollectionsMarshal.AsSpan(_texts);

    /// <summary>What the device noted, in the order in which it came; may concern samples of earlier runs.</summary>
    public IReadOnlyList<Marker> Markers => _markers;

    internal bool IsText { get; set; }

    internal int ExactLength { get; private set; }

    internal bool IsEmpty => SampleCount == 0 && _markers.Count == 0;

    internal void Clear()
    {
        (SampleCount, ExactLength, Gap) = (0, 0, null);
        _stamps.Clear();
        _texts.Clear();
        _markers.Clear();
    }

    internal Span<float> Grow(int count)
    {
        var from = SampleCount * ChannelCount;
        var to = checked((SampleCount + count) * ChannelCount);
        if (_samples.Length < to) Array.Resize(ref _samples, Math.Max(to, _samples.Length * 2));
        SampleCount += count;
        return _samples.AsSpan(from, to - from);
    }

    internal void GrowText(int count) => SampleCount += count;

    internal Span<byte> GrowExact(int length)
    {
        if (_exact.Length < ExactLength + length) Array.Resize(ref _exact, Math.Max(checked(ExactLength + length), _exact.Length * 2));
        ExactLength += length;
        return _exact.AsSpan(ExactLength - length, length);
    }

    internal void AddStamp(double seconds) => _stamps.Add(seconds);

    internal void AddText(string text) => _texts.Add(text);

    internal void AddMarker(Marker marker) => _markers.Add(marker);
}
