namespace Pons.Pipelines;

/// <summary>The end of a pipeline with a budget: hands on what is in time and reacts to what is late.</summary>
internal sealed class Deadline<TOut>
{
    private readonly Pipeline<TOut> _pipeline;
    private readonly LatencyBudget _budget;
    private readonly LatencyLedger _ledger;
    private readonly DeadlineLedger _misses;
    private TOut? _last;
    private bool _hasLast;

    public Deadline(Pipeline<TOut> pipeline, LatencyBudget budget, LatencyLedger ledger, DeadlineLedger misses)
    {
        if (budget.Reaction == LateReaction.SafeState && pipeline.EnterSafeState is null)
            throw new ArgumentException("A budget whose reaction is the safe state needs something that enters it.", nameof(pipeline));
        (_pipeline, _budget, _ledger, _misses) = (pipeline, budget, ledger, misses);
    }

    public void Take(TOut item)
    {
        var (stage, sinceArrival) = _ledger.Overrun(_budget.Limit);
        if (stage >= 0)
        {
            _misses.Count(stage, _budget.Reaction);
            React(new(_ledger.Stages[stage], _budget.Reaction, sinceArrival, _budget.Limit));
            return;
        }

        (_last, _hasLast) = (item, true);
        _pipeline.Sink(item);
    }

    private void React(DeadlineMiss miss)
    {
        _pipeline.OnMiss(miss);
        if (miss.Reaction == LateReaction.SafeState) _pipeline.EnterSafeState!(miss);
        if (miss.Reaction == LateReaction.Hold && _hasLast) _pipeline.Sink(_pipeline.Hold(_last!));
    }
}
