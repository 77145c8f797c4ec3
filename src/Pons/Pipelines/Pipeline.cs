using System.Collections.Immutable;
using Pons.Streams;

namespace Pons.Pipelines;

/// <summary>A source, the stages after it, and what takes the result: one value that a <see cref="PipelineRunner"/> runs.</summary>
/// <typeparam name="TOut">What the last stage hands on.</typeparam>
public sealed record Pipeline<TOut>
{
    /// <summary>Joins a source and its stages. Nothing runs yet.</summary>
    /// <exception cref="PipelineBuildException">A stage cannot work on what comes to it.</exception>
    public Pipeline(SignalSource source, Stage<SignalBlock, TOut> stages)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(stages);
        Source = source;
        Stages = stages;
        Output = stages.Describe(source.Info);
    }

    /// <summary>Where the blocks come from.</summary>
    public SignalSource Source { get; }

    /// <summary>What is done with them.</summary>
    public Stage<SignalBlock, TOut> Stages { get; }

    /// <summary>What comes out, and with which delay.</summary>
    public StageOutput Output { get; }

    /// <summary>
    /// Called with every block that the source delivers, before any queue and stage and also after a stage has thrown, until the source
    /// ends: what must not lose anything by what the pipeline does. In a live run the loop that reads the source calls them. They must not
    /// wait.
    /// </summary>
    public ImmutableArray<Action<SignalBlock>> Recorders { get; init; } = [];

    /// <summary>Called by the pump with every block before any stage, in order: displays. They must not wait.</summary>
    public ImmutableArray<Action<SignalBlock>> Taps { get; init; } = [];

    /// <summary>How long a result may take; without one it may take any time.</summary>
    public LatencyBudget? Budget { get; init; }

    /// <summary>Called with every miss of the budget. It must not wait.</summary>
    public Action<DeadlineMiss> OnMiss { get; init; } = static _ => { };

    /// <summary>Puts the effector into its safe state; needed with <see cref="LateReaction.SafeState"/>. It must not wait.</summary>
    public Action<DeadlineMiss>? EnterSafeState { get; init; }

    /// <summary>Marks the last result when it is handed on again with <see cref="LateReaction.Hold"/>; a decision is marked by itself.</summary>
    public Func<TOut, TOut> Hold { get; init; } = static last => last is Decision held ? (TOut)(object)(held with { IsHeld = true }) : last;

    /// <summary>Called once, at once, when a stage or the sink has thrown: the pipeline does nothing more, but recorders go on.</summary>
    public Action<PonsException> OnFault { get; init; } = static _ => { };

    /// <summary>Called with everything that the last stage hands on. It must not wait.</summary>
    public Action<TOut> Sink { get; init; } = static _ => { };

    /// <summary>Called when a block has passed all stages. It must not wait.</summary>
    public Action<SignalBlock> AfterBlock { get; init; } = static _ => { };
}
