using Pons.Streams;

namespace Pons.Pipelines;

/// <summary>
/// One step of a pipeline as a value: checked parameters, no state. Starting it makes a <see cref="StageRun{TIn}"/>, so one
/// stage can run many times at once. Promises (checked by <c>StageContract</c>): the output is bit-equal for every way of
/// cutting the input into blocks, and two runs of one stage give the same output.
/// </summary>
/// <typeparam name="TIn">What it takes.</typeparam>
/// <typeparam name="TOut">What it hands on.</typeparam>
public abstract record Stage<TIn, TOut>
{
    /// <summary>Short name for reports, such as <c>filter</c>; unique within a pipeline.</summary>
    public abstract string Name { get; }

    /// <summary>Says what comes out for a given input stream.</summary>
    /// <exception cref="PipelineBuildException">The stage cannot work on this stream.</exception>
    public abstract StageOutput Describe(StreamInfo input);

    /// <summary>Starts the stage for a stream that <see cref="Describe"/> has accepted.</summary>
    /// <param name="input">The stream that will come in.</param>
    /// <param name="next">The run that takes what this one makes.</param>
    /// <exception cref="PipelineBuildException">The stage cannot work on this stream.</exception>
    public abstract StageRun<TIn> Start(StreamInfo input, StageRun<TOut> next);

    /// <summary>This stage, and after it another.</summary>
    public Stage<TIn, TNext> Then<TNext>(Stage<TOut, TNext> next) => new ChainedStage<TIn, TOut, TNext>(this, next);

    /// <summary>The names of all single stages, in order.</summary>
    public virtual IEnumerable<string> StageNames => [Name];

    /// <summary>The same stage, stamping the ledger each time that something leaves a single stage.</summary>
    internal virtual Stage<TIn, TOut> Stamping(LatencyLedger ledger) =>
        new ChainedStage<TIn, TOut, TOut>(this, new StampStage<TOut>(Name, ledger));
}
