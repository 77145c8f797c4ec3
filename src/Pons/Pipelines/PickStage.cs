using System.Collections.Frozen;
using Pons.Streams;

namespace Pons.Pipelines;

/// <summary>
/// Lets the EEG channels through and leaves out the others, such as triggers and eye movements. Where no channel says that it is
/// EEG, those of unknown kind are taken. A stream of EEG alone passes as it is, without a copy.
/// </summary>
public sealed record PickStage : Stage<SignalBlock, SignalBlock>
{
    private static readonly FrozenSet<string> EarsAndMastoids = new[] { "A1", "A2", "M1", "M2" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private readonly bool _onScalp;

    private PickStage(bool onScalp) => _onScalp = onScalp;

    /// <summary>The EEG channels.</summary>
    public static PickStage Eeg { get; } = new(onScalp: false);

    /// <summary>The EEG channels without those on ears and mastoids (A1, A2, M1, M2), which some recordings hold as channels beside their use as reference.</summary>
    public static PickStage ScalpEeg { get; } = new(onScalp: true);

    /// <inheritdoc/>
    public override string Name => "pick";

    /// <inheritdoc/>
    public override StageOutput Describe(StreamInfo input) =>
        new(input with { Channels = [.. PlacesIn(input).Select(c => input.Channels[c])] }, 0);

    /// <inheritdoc/>
    public override StageRun<SignalBlock> Start(StreamInfo input, StageRun<SignalBlock> next)
    {
        var places = PlacesIn(input);
        return places.Length == input.ChannelCount ? next : new PickRun(places, next);
    }

    private int[] PlacesIn(StreamInfo input)
    {
        foreach (var kind in (ReadOnlySpan<ChannelKind>)[ChannelKind.Eeg, ChannelKind.Unknown])
        {
            int[] places = [.. Enumerable.Range(0, input.ChannelCount).Where(c => input.Channels[c].Kind == kind && !IsLeftOut(input.Channels[c]))];
            if (places.Length > 0) return places;
        }

        throw new PipelineBuildException(
            Name, input.Name, $"none of {input.ChannelCount} channels is EEG.", "There is nothing to decode.", "Use a stream of EEG.");
    }

    private bool IsLeftOut(Channel channel) => _onScalp && EarsAndMastoids.Contains(channel.Label);

    private sealed class PickRun(int[] places, StageRun<SignalBlock> next) : StageRun<SignalBlock>
    {
        public override void Process(SignalBlock block)
        {
            var samples = new float[block.SampleCount * places.Length];
            for (var i = 0; i < block.SampleCount; i++)
            {
                var row = block[i];
                for (var c = 0; c < places.Length; c++) samples[i * places.Length + c] = row[places[c]];
            }

            next.Process(new(block.FirstSampleIndex, block.Time, samples, places.Length, block.Markers, block.MissingBefore));
        }

        public override void Complete() => next.Complete();
    }
}
