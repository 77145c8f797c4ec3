using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;
using Pons.Decoding;
using Pons.Pipelines;
using Pons.Streams;

namespace Pons.Contracts;

/// <summary>
/// The promises of a stage on signal blocks, put to the test with a made-up recording that has noise, markers and a gap. A stage
/// on trials or decisions is tested behind one that makes them. Knows no test framework.
/// </summary>
/// <typeparam name="TOut">What the stage hands on: blocks, trials or decisions.</typeparam>
public sealed class StageContract<TOut>
    where TOut : class
{
    private const int SampleCount = 4000;
    private const int GapAt = 1700;
    private const int GapLength = 37;
    private static readonly int[] BlockSizes = [1, 7, 25, 500, SampleCount];
    private readonly Stage<SignalBlock, TOut> _stage;
    private readonly StreamInfo _info;
    private readonly ImmutableArray<string> _cues;
    private readonly float[] _samples;

    /// <summary>Chooses the stage and the stream that it is started on.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="info">A stream of constant rate that the stage accepts.</param>
    /// <param name="cues">Labels of the markers that the recording has, in turn; none by default.</param>
    public StageContract(Stage<SignalBlock, TOut> stage, StreamInfo info, ImmutableArray<string> cues = default)
    {
        ArgumentNullException.ThrowIfNull(stage);
        ArgumentNullException.ThrowIfNull(info);
        if (info.RateHz is null) throw new ArgumentException("The stream needs a constant rate.", nameof(info));
        (_stage, _info, _cues) = (stage, info, cues.IsDefault ? [] : cues);
        var random = new Random(1);
        _samples = [.. Enumerable.Range(0, SampleCount * info.ChannelCount).Select(_ => (float)(50 * (random.NextDouble() - 0.5)))];
    }

    /// <summary>Checks every promise; returns when all are kept.</summary>
    /// <exception cref="ContractBreach">A promise is broken.</exception>
    public void Verify()
    {
        var output = _stage.Describe(_info);
        ContractBreach.ThrowUnless(
            _stage.Describe(_info) == output, "a stage describes the same output every time.", "the second description differs.");
        ContractBreach.ThrowUnless(
            output.DelaySamples >= 0 && double.IsFinite(output.DelaySamples),
            "the delay is known before any data.",
            $"it is {output.DelaySamples}.");
        VerifyEmptyRun();
        var whole = Run(SampleCount, output.Info);
        ContractBreach.ThrowUnless(
            whole.Count > 0,
            "a stage makes something of a recording that suffices.",
            "nothing came out; choose a stream and markers that it needs.");
        foreach (var size in BlockSizes)
            RequireSame(whole, Run(size, output.Info), $"blocks of {size} samples give the output of the whole, bit for bit.");
        VerifyTwoRuns(whole, output.Info);
    }

    private void VerifyEmptyRun()
    {
        var items = 0;
        var ends = 0;
        _stage.Start(_info, new SinkRun<TOut>(_ => items++, () => ends++)).Complete();
        ContractBreach.ThrowUnless(
            items == 0 && ends == 1, "a run without data hands on only the end.", $"it handed on {items} items and {ends} ends.");
    }

    private List<byte[]> Run(int blockSize, StreamInfo output)
    {
        var sink = new Fingerprints(output);
        var run = _stage.Start(_info, sink.AsRun());
        foreach (var block in Blocks(blockSize)) Feed(run, block);
        run.Complete();
        return sink.Items;
    }

    private void VerifyTwoRuns(List<byte[]> expected, StreamInfo output)
    {
        Fingerprints first = new(output), second = new(output);
        StageRun<SignalBlock> one = _stage.Start(_info, first.AsRun()), other = _stage.Start(_info, second.AsRun());
        foreach (var block in Blocks(25))
        {
            Feed(one, block);
            Feed(other, block);
        }

        one.Complete();
        other.Complete();
        RequireSame(expected, first.Items, "one stage can run many times at once.");
        RequireSame(expected, second.Items, "one stage can run many times at once.");
    }

    private static void Feed(StageRun<SignalBlock> run, SignalBlock block)
    {
        var before = block.Samples.ToArray();
        run.Process(block);
        ContractBreach.ThrowUnless(
            block.Samples.Span.SequenceEqual(before),
            "nobody changes the samples of a block.",
            $"the block at {block.FirstSampleIndex} was changed.");
    }

    private static void RequireSame(List<byte[]> expected, List<byte[]> actual, string promise)
    {
        for (var i = 0; i < Math.Min(expected.Count, actual.Count); i++)
            ContractBreach.ThrowUnless(expected[i].AsSpan().SequenceEqual(actual[i]), promise, $"item {i} of the output differs.");
        ContractBreach.ThrowUnless(expected.Count == actual.Count, promise, $"{actual.Count} items came out instead of {expected.Count}.");
    }

    private IEnumerable<SignalBlock> Blocks(int size)
    {
        for (var from = 0; from < SampleCount;)
        {
            var limit = from < GapAt ? GapAt : SampleCount;
            var count = Math.Min(size, limit - from);
            var shift = from < GapAt ? 0 : GapLength;
            var first = from + shift;
            yield return new(
                first, TimeOf(first), _samples.AsMemory(from * _info.ChannelCount, count * _info.ChannelCount), _info.ChannelCount,
                [.. Markers().Where(m => m.SampleIndex >= first && m.SampleIndex < first + count)], from == GapAt ? GapLength : 0);
            from += count;
        }
    }

    private IEnumerable<Marker> Markers()
    {
        for (var i = 0; !_cues.IsEmpty && 11 + 173 * i < SampleCount; i++)
            yield return new(11 + 173 * i, TimeOf(11 + 173 * i), _cues[i % _cues.Length]);
    }

    private Timestamp TimeOf(long sample) => new(_info.Clock, 1_000_000_000 + Duration.OfSamples(sample, _info.RateHz!.Value).Nanoseconds);

    /// <summary>What came out, as bytes: one item a sample, trial or decision, so that the cutting of blocks does not show.</summary>
    private sealed class Fingerprints(StreamInfo output)
    {
        public List<byte[]> Items { get; } = [];

        public StageRun<TOut> AsRun() => new SinkRun<TOut>(Add);

        private void Add(TOut item)
        {
            switch (item)
            {
                case SignalBlock block: AddBlock(block); break;
                case Trial trial: Add($"{trial.Origin} {trial.Label} {trial.ChannelCount}", trial.Signal.Span); break;
                case Decision d:
                    Add(
                        $"{d.Time} {d.FirstSampleIndex} {d.EndSampleIndex} {d.CueSampleIndex} {d.Truth} {d.ModelHash}",
                        d.Prediction.Probabilities.AsSpan());
                    break;
                default: throw new NotSupportedException($"The contract knows blocks, trials and decisions, not {typeof(TOut).Name}.");
            }
        }

        private void AddBlock(SignalBlock block)
        {
            ContractBreach.ThrowUnless(
                block.ChannelCount == output.ChannelCount,
                "a block has the channels that were described.",
                $"it has {block.ChannelCount} instead of {output.ChannelCount}.");
            for (var i = 0; i < block.SampleCount; i++)
            {
                var index = block.FirstSampleIndex + i;
                var time = output.RateHz is { } rate ? BlockTimes.TimeOf(block, index, rate) : block.Time;
                var markers = string.Join(
                    ';', block.Markers.Where(m => m.SampleIndex == index).Select(m => $"{m.Label} {m.Time.Nanoseconds}"));
                Add($"{index} {time.Nanoseconds} {markers} {(i == 0 ? block.MissingBefore : 0)}", block[i]);
            }
        }

        private void Add<T>(string text, ReadOnlySpan<T> values)
            where T : struct => Items.Add([.. Encoding.UTF8.GetBytes(text), .. MemoryMarshal.AsBytes(values)]);
    }
}
