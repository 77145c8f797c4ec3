namespace Pons.Pipelines;

/// <summary>
/// A started stage: it holds the state. Called by one thread; <see cref="Process"/> works at once and does not wait for
/// anything. What it makes it hands to the next run, within the same call.
/// </summary>
/// <typeparam name="TIn">What it takes.</typeparam>
public abstract class StageRun<TIn>
{
    /// <summary>Takes one item.</summary>
    /// <exception cref="PipelineRunException">The item cannot be processed.</exception>
    public abstract void Process(TIn item);

    /// <summary>The stream has ended: hands on what is still held, then tells the next run.</summary>
    public abstract void Complete();
}
