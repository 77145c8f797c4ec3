using System.Collections.Immutable;
using Pons.Pipelines;
using Pons.Streams;

namespace Pons.Experiments.Ssvep;

/// <summary>
/// Gives cues the names of their classes. A code that says what follows is held back until the code of the onset, which then carries
/// its name; a code that is a cue itself is renamed where it stands. All other markers pass.
/// </summary>
internal sealed record CueNameStage : Stage<SignalBlock, SignalBlock>
{
    /// <summary>Names by a code that announces the next onset.</summary>
    public ImmutableDictionary<string, string> Announcements { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The code of an onset.</summary>
    public string? Onset { get; init; }

    /// <summary>Names by a code that stands at the onset.</summary>
    public ImmutableDictionary<string, string> Cues { get; init; } = ImmutableDictionary<string, string>.Empty;

    public override string Name => "cue names";

    public override StageOutput Describe(StreamInfo input) => new(input, 0);

    public override StageRun<SignalBlock> Start(StreamInfo input, StageRun<SignalBlock> next) => new CueNameRun(this, next);

    private sealed class CueNameRun(CueNameStage stage, StageRun<SignalBlock> next) : StageRun<SignalBlock>
    {
        private string? _announced;

        public override void Process(SignalBlock block)
        {
            if (block.Markers.IsEmpty)
            {
                next.Process(block);
                return;
            }

            ImmutableArray<Marker> markers = [.. block.Markers.Select(Renamed).Where(m => m is not null).Select(m => m!)];
            next.Process(new(block.FirstSampleIndex, block.Time, block.Samples, block.ChannelCount, markers, block.MissingBefore));
        }

        public override void Complete() => next.Complete();

        private Marker? Renamed(Marker marker)
        {
            if (stage.Announcements.TryGetValue(marker.Label, out var announced))
            {
                _announced = announced;
                return null;
            }

            if (marker.Label == stage.Onset && _announced is { } name)
            {
                _announced = null;
                return marker with { Label = name };
            }

            return stage.Cues.TryGetValue(marker.Label, out var cue) ? marker with { Label = cue } : marker;
        }
    }
}
