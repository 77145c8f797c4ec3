using Pons.Streams;

namespace Pons.Pipelines;

/// <summary>Two stages, one after the other.</summary>
internal sealed record ChainedStage<TIn, TMid, TOut>(Stage<TIn, TMid> First, Stage<TMid, TOut> Second) : Stage<TIn, TOut>
{
    public override string Name => $"{First.Name} > {Second.Name}";

    public override IEnumerable<string> StageNames => First.StageNames.Concat(Second.StageNames);

    public override StageOutput Describe(StreamInfo input)
    {
        var middle = First.Describe(input);
        var last = Second.Describe(middle.Info);
        var rateRatio = (input.RateHz ?? 1) / (middle.Info.RateHz ?? input.RateHz ?? 1);
        return new(last.Info, middle.DelaySamples + last.DelaySamples * rateRatio);
    }

    public override StageRun<TIn> Start(StreamInfo input, StageRun<TOut> next) =>
        First.Start(input, Second.Start(First.Describe(input).Info, next));

    internal override Stage<TIn, TOut> Stamping(LatencyLedger ledger) => First.Stamping(ledger).Then(Second.Stamping(ledger));
}
