using System.Collections.Immutable;
using System.Numerics;
using Pons.Streams;

namespace Pons.Formats.AntCnt;

/// <summary>Samples in compressed blocks; holds one block at a time.</summary>
internal sealed class AntCntStream : RecordedStream
{
    /// <summary>So many numbers are arranged and scaled at a time: they stay in the fastest cache.</summary>
    private const int StepNumbers = 1024;

    private readonly AntCntBlocks _blocks;
    private readonly int _stepSamples;
    private readonly double[] _gains, _zeros;
    private readonly int[] _step;
    private int[] _samples = [];
    private int _block = -1;

    public AntCntStream(
        StreamInfo info, RecordingTimeline timeline, ImmutableArray<Marker> markers, AntCntBlocks blocks,
            ImmutableArray<DigitalScale> scales)
        : base(info, timeline.Segments, markers)
    {
        (_blocks, Scales) = (blocks, scales);
        _stepSamples = Math.Max(1, StepNumbers / info.ChannelCount);
        var lines = SamplePlan.LinesOf(scales);
        _gains = [.. Enumerable.Repeat(lines.Select(l => l.Gain), _stepSamples).SelectMany(g => g)];
        _zeros = new double[_gains.Length];
        _step = new int[_gains.Length];
    }

    public override ImmutableArray<DigitalScale> Scales { get; }

    public override SampleType StoredAs => SampleType.Int32;

    public override ImmutableArray<RecordedChannel> Details => RecordedDetails;

    /// <summary>What the file says of each channel beyond what processing needs.</summary>
    public required ImmutableArray<RecordedChannel> RecordedDetails { get; init; }

    protected override void ReadStored(long firstStored, Span<float> destination) => Convert(firstStored, destination);

    protected override void ReadStored(long firstStored, Span<double> destination) => Convert(firstStored, destination);

    private void Convert<TValue>(long firstStored, Span<TValue> destination)
        where TValue : unmanaged, INumberBase<TValue>
    {
        var width = Info.ChannelCount;
        while (!destination.IsEmpty)
        {
            var (block, row) = ((int)(firstStored / _blocks.SamplesPerBlock), (int)(firstStored % _blocks.SamplesPerBlock));
            var inBlock = (int)Math.Min(_blocks.SamplesPerBlock, StoredCount - (long)block * _blocks.SamplesPerBlock);
            if (block != _block) Load(block, inBlock);
            var count = Math.Min(Math.Min(_stepSamples, inBlock - row), destination.Length / width);
            for (var c = 0; c < width; c++)
            {
                var channel = _samples.AsSpan(c * inBlock + row, count);
                for (int s = 0, at = c; s < count; s++, at += width) _step[at] = channel[s];
            }

            NumberScaling.Apply<int, TValue>(_step.AsSpan(0, count * width), _gains, _zeros, destination[..(count * width)]);
            destination = destination[(count * width)..];
            firstStored += count;
        }
    }

    private void Load(int block, int count)
    {
        if (_samples.Length < count * Info.ChannelCount) _samples = new int[count * Info.ChannelCount];
        _block = -1;
        _blocks.Decode(block, count, _samples);
        _block = block;
    }
}
