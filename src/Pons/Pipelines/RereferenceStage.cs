using System.Collections.Immutable;
using Pons.Streams;

namespace Pons.Pipelines;

/// <summary>
/// Measures every EEG channel against a new reference: the mean of all EEG channels, or of channels that are named. Other
/// channels pass unchanged. Against the average the data lose one dimension; decoders of Pons find and remove it.
/// </summary>
public sealed record RereferenceStage : Stage<SignalBlock, SignalBlock>
{
    private RereferenceStage(ImmutableArray<string> labels) => Labels = labels;

    /// <summary>Against the mean of all EEG channels.</summary>
    public static RereferenceStage ToAverage { get; } = new([]);

    /// <summary>Against the mean of named channels, such as both mastoids.</summary>
    /// <exception cref="ArgumentException">No channel is named.</exception>
    public static RereferenceStage To(params IReadOnlyList<string> labels)
    {
        ArgumentOutOfRangeException.ThrowIfZero(labels.Count);
        return new([.. labels]);
    }

    /// <summary>The channels of the reference; empty for the average.</summary>
    public ImmutableArray<string> Labels { get; }

    /// <inheritdoc/>
    public override string Name => "rereference";

    /// <inheritdoc/>
    public override StageOutput Describe(StreamInfo input)
    {
        _ = ReferenceOf(input);
        var reference = Labels.IsEmpty ? "average" : string.Join("+", Labels);
        var channels = input.Channels.Select(c => c.Kind == ChannelKind.Eeg ? c with { Reference = reference } : c);
        return new(input with { Channels = [.. channels] }, 0);
    }

    /// <inheritdoc/>
    public override StageRun<SignalBlock> Start(StreamInfo input, StageRun<SignalBlock> next) =>
        new RereferenceRun(EegOf(input), ReferenceOf(input), next);

    private static int[] EegOf(StreamInfo input) =>
        [.. Enumerable.Range(0, input.ChannelCount).Where(c => input.Channels[c].Kind == ChannelKind.Eeg)];

    private int[] ReferenceOf(StreamInfo input)
    {
        var eeg = EegOf(input);
        if (eeg.Length < 2)
            throw new PipelineBuildException(
                Name, input.Name, $"the stream has {eeg.Length} EEG channels.", "A reference needs another channel beside it.",
                "Put the stage on a stream of EEG.");
        var missing = Labels.Where(l => !input.Channels.Any(c => c.Label == l)).ToList();
        if (missing.Count > 0)
            throw new PipelineBuildException(
                Name, input.Name, $"channel {string.Join(", ", missing)} is missing.", "The reference cannot be formed without it.",
                "Name channels of the stream.");
        return Labels.IsEmpty ? eeg : [.. Labels.Select(l => input.Channels.IndexOf(input.Channels.First(c => c.Label == l)))];
    }

    private sealed class RereferenceRun(int[] eeg, int[] reference, StageRun<SignalBlock> next) : StageRun<SignalBlock>
    {
        public override void Process(SignalBlock block)
        {
            var samples = block.Samples.ToArray();
            for (var i = 0; i < block.SampleCount; i++)
            {
                var row = samples.AsSpan(i * block.ChannelCount, block.ChannelCount);
                var mean = 0.0;
                foreach (var c in reference) mean += row[c];
                mean /= reference.Length;
                foreach (var c in eeg) row[c] = (float)(row[c] - mean);
            }

            next.Process(new(block.FirstSampleIndex, block.Time, samples, block.ChannelCount, block.Markers, block.MissingBefore));
        }

        public override void Complete() => next.Complete();
    }
}
