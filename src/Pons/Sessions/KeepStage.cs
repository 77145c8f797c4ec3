using Pons.Pipelines;
using Pons.Streams;

namespace Pons.Sessions;

/// <summary>The last stage of a session: keeps each decision before a budget may drop it, because a replay makes late ones again, too.</summary>
internal sealed record KeepStage(Func<Decision, Decision> Keep) : Stage<Decision, Decision>
{
    public override string Name => "keep";

    public override StageOutput Describe(StreamInfo input) => new(input, 0);

    public override StageRun<Decision> Start(StreamInfo input, StageRun<Decision> next) => new KeepRun(Keep, next);

    private sealed class KeepRun(Func<Decision, Decision> keep, StageRun<Decision> next) : StageRun<Decision>
    {
        public override void Process(Decision item) => next.Process(keep(item));

        public override void Complete() => next.Complete();
    }
}
