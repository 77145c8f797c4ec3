namespace Pons.Pipelines;

/// <summary>The end of a pipeline: gives everything to an action.</summary>
/// <typeparam name="T">What it takes.</typeparam>
/// <param name="take">Called with every item; must not wait.</param>
public sealed class SinkRun<T>(Action<T> take) : StageRun<T>
{
    /// <inheritdoc/>
    public override void Process(T item) => take(item);

    /// <inheritdoc/>
    public override void Complete()
    {
    }
}
