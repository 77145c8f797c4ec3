using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Pons.Streams;

namespace Pons.Formats;

/// <summary>
/// A stream whose samples stand in a file as plain numbers, sample after sample or channel after channel in blocks. Reads through a
/// window of constant size.
/// </summary>
internal sealed class NumberStream : RecordedStream
{
    /// <summary>Bytes held at a time, whatever the length of a block; a single sample may be longer.</summary>
    private const int WindowBytes = 1 << 20;

    /// <summary>So many numbers are arranged and scaled at a time: they stay in the fastest cache.</summary>
    private const int StepNumbers = 1024;

    private readonly SamplePlan _plan;
    private readonly long[] _storedBefore;
    private readonly int _numberBytes, _sampleBytes, _stepSamples;
    private readonly double[] _gains, _zeros;
    private readonly bool _isArranged, _isUnscaled;
    private byte[] _window = [], _step = [];
    private long _windowStart, _windowCount, _blockSamples;

    public NumberStream(StreamInfo info, ImmutableArray<RecordedSegment> segments, ImmutableArray<Marker> markers, SamplePlan plan)
        : base(info, segments, markers)
    {
        _plan = plan;
        _numberBytes = SamplePlan.BytesOf(plan.Type);
        _sampleBytes = checked(_numberBytes * plan.NumbersPerSample);
        _storedBefore = new long[plan.Parts.Length + 1];
        for (var i = 0; i < plan.Parts.Length; i++) _storedBefore[i + 1] = _storedBefore[i] + plan.Parts[i].Count;
        _isArranged = plan.Columns.IsEmpty || plan.Columns.SequenceEqual(Enumerable.Range(0, plan.NumbersPerSample));
        _isUnscaled = plan.Lines.All(l => l is (1, 0));
        _stepSamples = Math.Max(1, StepNumbers / info.ChannelCount);
        _gains = [.. Enumerable.Repeat(plan.Lines.Select(l => l.Gain), _stepSamples).SelectMany(g => g)];
        _zeros = [.. Enumerable.Repeat(plan.Lines.Select(l => l.Zero), _stepSamples).SelectMany(z => z)];
    }

    public override ImmutableArray<DigitalScale> Scales => _plan.Scales;

    public override ImmutableArray<RecordedChannel> Details => _plan.Details;

    public override SampleType StoredAs => _plan.Type;

    protected override void ReadStored(long firstStored, Span<float> destination) => Convert(firstStored, destination);

    protected override void ReadStored(long firstStored, Span<double> destination) => Convert(firstStored, destination);

    private void Convert<TValue>(long firstStored, Span<TValue> destination)
        where TValue : unmanaged, INumberBase<TValue>
    {
        switch (_plan.Type)
        {
            case SampleType.Int16: Convert<short, TValue>(firstStored, destination); break;
            case SampleType.Int32: Convert<int, TValue>(firstStored, destination); break;
            case SampleType.Float32: Convert<float, TValue>(firstStored, destination); break;
            default: Convert<double, TValue>(firstStored, destination); break;
        }
    }

    private void Convert<T, TValue>(long firstStored, Span<TValue> destination)
        where T : unmanaged, INumberBase<T>
        where TValue : unmanaged, INumberBase<TValue>
    {
        var width = Info.ChannelCount;
        while (!destination.IsEmpty)
        {
            if (firstStored < _windowStart || firstStored >= _windowStart + _windowCount) Load(firstStored);
            var inWindow = firstStored - _windowStart;
            var count = (int)Math.Min(_windowCount - inWindow, destination.Length / width);
            if (_isArranged && _blockSamples == 1)
                Scale(Numbers<T>().Slice((int)inWindow * width, count * width), destination[..(count * width)]);
            else
            {
                count = Math.Min(count, _stepSamples);
                var arranged = Arrange<T>((int)inWindow, ref count);
                Scale<T, TValue>(arranged, destination[..(count * width)]);
            }

            destination = destination[(count * width)..];
            firstStored += count;
        }
    }

    private ReadOnlySpan<T> Numbers<T>()
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(_window);

    private void Scale<T, TValue>(ReadOnlySpan<T> numbers, Span<TValue> values)
        where T : unmanaged, INumberBase<T>
        where TValue : unmanaged, INumberBase<TValue>
    {
        if (_isUnscaled && typeof(T) == typeof(TValue))
        {
            MemoryMarshal.Cast<T, TValue>(numbers).CopyTo(values);
            return;
        }

        for (var step = _gains.Length; !numbers.IsEmpty; numbers = numbers[step..], values = values[step..])
        {
            step = Math.Min(step, numbers.Length);
            NumberScaling.Apply(numbers[..step], _gains, _zeros, values[..step]);
        }
    }

    /// <summary>Lays the channels side by side; stops at the end of a block and says then how far it came.</summary>
    private ReadOnlySpan<T> Arrange<T>(int inWindow, ref int count)
        where T : unmanaged
    {
        var perSample = _plan.NumbersPerSample;
        if (_blockSamples == 1) return Arrange(Numbers<T>()[(inWindow * perSample)..], count, 1, perSample);
        var row = (int)(inWindow % _blockSamples);
        var blockSamples = (int)Math.Min(_blockSamples, _windowCount - (inWindow - row));
        count = Math.Min(count, blockSamples - row);
        return Arrange(Numbers<T>()[((inWindow - row) * perSample + row)..], count, blockSamples, 1);
    }

    private ReadOnlySpan<T> Arrange<T>(ReadOnlySpan<T> numbers, int count, int betweenChannels, int betweenSamples)
        where T : unmanaged
    {
        var width = Info.ChannelCount;
        if (_step.Length == 0) _step = new byte[_stepSamples * width * _numberBytes];
        var arranged = MemoryMarshal.Cast<byte, T>(_step.AsSpan())[..(count * width)];
        for (var c = 0; c < width; c++)
        {
            var channel = numbers[((_plan.Columns.IsEmpty ? c : _plan.Columns[c]) * betweenChannels)..];
            for (int s = 0, at = c; s < count; s++, at += width) arranged[at] = channel[s * betweenSamples];
        }

        return arranged;
    }

    private void Load(long firstStored)
    {
        var index = Array.BinarySearch(_storedBefore, firstStored);
        if (index < 0) index = ~index - 1;
        var part = _plan.Parts[index];
        try
        {
            ObjectDisposedException.ThrowIf(!_plan.File.CanRead, this);
            if (part.SamplesPerBlock * _sampleBytes <= WindowBytes) LoadBlocks(part, _storedBefore[index], firstStored);
            else LoadSlice(part, _storedBefore[index], firstStored);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            _windowCount = 0;
            throw new RecordingFormatException(_plan.FileName, null, "The samples cannot be read any more.",
                "The file was closed or cut short since it was opened.", "Open the recording again.", e);
        }

        var window = _window.AsSpan(0, (int)_windowCount * _sampleBytes);
        if (_plan.IsBigEndian == BitConverter.IsLittleEndian) ReverseBytes(window);
        if (!_plan.IsOffsetBinary) return;
        var numbers = MemoryMarshal.Cast<byte, ushort>(window);
        TensorPrimitives.Xor(numbers, (ushort)0x8000, numbers);
    }

    /// <summary>Whole blocks, as many as fit the window.</summary>
    private void LoadBlocks(SamplePart part, long partStart, long firstStored)
    {
        var perBlock = part.SamplesPerBlock;
        var skipped = (firstStored - partStart) / perBlock * perBlock;
        var count = Math.Min(Math.Max(1, WindowBytes / (perBlock * _sampleBytes)) * perBlock, part.Count - skipped);
        Fit(count * _sampleBytes);
        _plan.File.Position = part.Position + skipped * _sampleBytes;
        _plan.File.ReadExactly(_window.AsSpan(0, (int)count * _sampleBytes));
        (_windowStart, _windowCount, _blockSamples) = (partStart + skipped, count, perBlock);
    }

    /// <summary>The same stretch of every channel of one long block.</summary>
    private void LoadSlice(SamplePart part, long partStart, long firstStored)
    {
        var row = (firstStored - partStart) % part.SamplesPerBlock;
        var blockStart = firstStored - partStart - row;
        var blockSamples = Math.Min(part.SamplesPerBlock, part.Count - blockStart);
        var count = Math.Min(blockSamples - row, Math.Max(1, WindowBytes / _sampleBytes));
        Fit(count * _sampleBytes);
        var sliceBytes = (int)count * _numberBytes;
        for (var n = 0; n < _plan.NumbersPerSample; n++)
        {
            _plan.File.Position = part.Position + blockStart * _sampleBytes + (n * blockSamples + row) * _numberBytes;
            _plan.File.ReadExactly(_window.AsSpan(n * sliceBytes, sliceBytes));
        }

        (_windowStart, _windowCount, _blockSamples) = (firstStored, count, count);
    }

    private void Fit(long bytes)
    {
        if (_window.Length < bytes) _window = GC.AllocateUninitializedArray<byte>((int)bytes);
        _windowCount = 0;
    }

    private void ReverseBytes(Span<byte> window)
    {
        switch (_numberBytes)
        {
            case 2:
                var twos = MemoryMarshal.Cast<byte, short>(window);
                BinaryPrimitives.ReverseEndianness(twos, twos);
                break;
            case 4:
                var fours = MemoryMarshal.Cast<byte, int>(window);
                BinaryPrimitives.ReverseEndianness(fours, fours);
                break;
            default:
                var eights = MemoryMarshal.Cast<byte, long>(window);
                BinaryPrimitives.ReverseEndianness(eights, eights);
                break;
        }
    }
}
