using Pons.Streams;

namespace Pons.Pipelines;

/// <summary>Passes everything through and stamps the ledger with the name of the stage it came from.</summary>
internal sealed record StampStage<T>(string After, LatencyLedger Ledger) : Stage<T, T>
{
    public override string Name => "stamp";

    public override IEnumerable<string> StageNames => [];

    public override StageOutput Describe(StreamInfo input) => new(input, 0);

    public override StageRun<T> Start(StreamInfo input, StageRun<T> next) => new Run(Ledger, Ledger.StageIndex(After), next);

    internal override Stage<T, T> Stamping(LatencyLedger ledger) => this;

    private sealed class Run(LatencyLedger ledger, int stage, StageRun<T> next) : StageRun<T>
    {
        public override void Process(T item)
        {
            ledger.Stamp(stage);
            next.Process(item);
        }

        public override void Complete() => next.Complete();
    }
}
