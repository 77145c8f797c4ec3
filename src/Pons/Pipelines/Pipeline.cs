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

    /// <summary>Called with every block before any stage, in order: recorders and displays. They must not wait.</summary>
    public ImmutableArray<Action<SignalBlock>> Taps { get; init; } = [];

    /// <summary>Called with everything that the last stage hands on. It must not wait.</summary>
    public Action<TOut> Sink { get; init; } = static _ => { };

    /// <summary>Called when a block has passed all stages. It must not wait.</summary>
    public Action<SignalBlock> AfterBlock { get; init; } = static _ => { };
}
