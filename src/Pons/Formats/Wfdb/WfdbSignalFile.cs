namespace Pons.Formats.Wfdb;

/// <summary>A signal file: frames in which each of its signals has its samples behind each other.</summary>
internal sealed class WfdbSignalFile
{
    /// <summary>Samples that are decoded at a time.</summary>
    private const int WindowSamples = 1 << 15;

    private readonly WfdbFiles _files;
    private readonly string _name;
    private readonly WfdbSignal[] _signals;
    private readonly WfdbSampleFormat _format;
    private readonly FlacFile? _flac;
    private readonly long _byteOffset, _length;
    private readonly int _windowFrames;

    // Two windows, because signals that are skewed against each other look into neighbours.
    private readonly int[][] _windows = [[], []];
    private readonly long[] _windowNumbers = [-1, -1];

    /// <summary>For files of differences: the values before each window, as far as they are known.</summary>
    private readonly List<int[]> _starts = [];
    private int _used;

    public WfdbSignalFile(WfdbFiles files, string name, IEnumerable<WfdbSignal> signals)
    {
        (_files, _name, _signals) = (files, name, [.. signals]);
        (_format, _byteOffset) = (_signals[0].Format, _signals[0].ByteOffset);
        FrameSamples = _signals.Sum(s => (long)s.SamplesPerFrame);
        _length = files.Open(name).Length;
        if (_format.IsFlac) _flac = Flac(files, name);
        SampleCount = _flac is { } flac ? flac.SampleCount * flac.Channels : _format.SamplesIn(_length - _byteOffset);
        FrameCount = SampleCount / FrameSamples;
        _windowFrames = (int)Math.Max(1, WindowSamples / FrameSamples);
        _starts.Add([.. _signals.Select(s => s.InitialValue)]);
    }

    /// <summary>Samples of all signals in a frame.</summary>
    public long FrameSamples { get; }

    public long SampleCount { get; }

    /// <summary>Whole frames in the file.</summary>
    public long FrameCount { get; }

    /// <summary>Bytes that all samples have when they are not packed.</summary>
    public long ByteCount => SampleCount * Math.Max(1, _format.Bits / 8);

    /// <summary>Decoded frames around one.</summary>
    /// <param name="frame">A frame of the file.</param>
    /// <param name="first">Gets the number of the first frame.</param>
    /// <returns>Whole frames, from <paramref name="first"/> on.</returns>
    public ReadOnlySpan<int> Around(long frame, out long first)
    {
        var number = frame / _windowFrames;
        first = number * _windowFrames;
        var slot = _windowNumbers[0] == number ? 0 : _windowNumbers[1] == number ? 1 : -1;
        if (slot < 0)
        {
            slot = 1 - _used;
            Load(number, slot);
        }

        _used = slot;
        return _windows[slot].AsSpan(0, (int)(FramesOf(number) * FrameSamples));
    }

    /// <summary>Sums of all samples of each signal, modulo 2^16.</summary>
    public ushort[] Checksums(long frames)
    {
        var sums = new ushort[_signals.Length];
        for (var frame = 0L; frame < frames; frame += _windowFrames)
        {
            var samples = Around(frame, out _);
            for (var count = Math.Min(_windowFrames, frames - frame); count > 0; count--)
                for (var s = 0; s < sums.Length; s++)
                {
                    foreach (var sample in samples[.._signals[s].SamplesPerFrame]) sums[s] += (ushort)sample;
                    samples = samples[_signals[s].SamplesPerFrame..];
                }
        }

        return sums;
    }

    private long FramesOf(long window) => Math.Min(_windowFrames, FrameCount - window * _windowFrames);

    private void Load(long window, int slot)
    {
        if (_format.StoresDifferences)
            for (var known = _starts.Count - 1; known < window; known++) LoadOne(known, slot);
        LoadOne(window, slot);
    }

    private void LoadOne(long window, int slot)
    {
        _windowNumbers[slot] = -1;
        var count = (int)(FramesOf(window) * FrameSamples);
        if (_windows[slot].Length < count) _windows[slot] = new int[count];
        var samples = _windows[slot].AsSpan(0, count);
        if (_flac is not null) Unpack(_flac, window * _windowFrames, samples);
        else Decode(window, samples);
        if (_format.StoresDifferences) Sum(window, samples);
        _windowNumbers[slot] = window;
    }

    private FlacFile Flac(WfdbFiles files, string name)
    {
        var flac = new FlacFile(() => files.Open(name), name, _byteOffset);
        if (flac.Channels != _signals.Length || _signals.Any(s => s.SamplesPerFrame != _signals[0].SamplesPerFrame))
            throw new RecordingFormatException(name, null,
                $"The file has {flac.Channels} channels, the header {_signals.Length} signals for it, or their samples in a frame differ.",
                "Which channel is which signal is unknown.", "Correct the header.");
        return flac;
    }

    /// <summary>Samples of the channels, put into frames.</summary>
    private void Unpack(FlacFile flac, long firstFrame, Span<int> samples)
    {
        var perFrame = _signals[0].SamplesPerFrame;
        for (var (sample, end) = (firstFrame * perFrame, firstFrame * perFrame + samples.Length / flac.Channels); sample < end;)
        {
            var count = flac.Around(sample, out var first);
            for (; sample < end && sample < first + count; sample++)
                for (var c = 0; c < flac.Channels; c++)
                {
                    var (frame, within) = Math.DivRem(sample, perFrame);
                    samples[(int)((frame - firstFrame) * FrameSamples + c * perFrame + within)] = flac.Values[c][sample - first];
                }
        }
    }

    private void Decode(long window, Span<int> samples)
    {
        var (group, skip) = Math.DivRem(window * _windowFrames * FrameSamples, _format.GroupSamples);
        var start = _byteOffset + group * _format.GroupBytes;
        var groups = (skip + samples.Length + _format.GroupSamples - 1) / _format.GroupSamples;
        var bytes = GC.AllocateUninitializedArray<byte>((int)Math.Min(groups * _format.GroupBytes, _length - start));
        try
        {
            var file = _files.Open(_name);
            file.Position = start;
            file.ReadExactly(bytes);
        }
        catch (IOException e)
        {
            throw new RecordingFormatException(_name, start, "The samples cannot be read any more.",
                "The file was cut short since it was opened.", "Open the recording again.", e);
        }

        _format.Decode(bytes, (int)skip, samples);
    }

    /// <summary>Turns differences to values, and keeps the last ones for the window behind.</summary>
    private void Sum(long window, Span<int> samples)
    {
        var values = (int[])_starts[(int)window].Clone();
        while (!samples.IsEmpty)
            for (var s = 0; s < values.Length; s++)
            {
                foreach (ref var sample in samples[.._signals[s].SamplesPerFrame]) sample = values[s] = unchecked(values[s] + sample);
                samples = samples[_signals[s].SamplesPerFrame..];
            }

        if (_starts.Count == window + 1) _starts.Add(values);
    }
}
