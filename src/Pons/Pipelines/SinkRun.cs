namespace Pons.Pipelines;

/// <summary>The end of a chain of stages: hands every item to an action.</summary>
/// <typeparam name="T">What arrives.</typeparam>
public sealed class SinkRun<T> : StageRun<T>
{
    private readonly Action<T> _take;
    private readonly Action? _complete;

    /// <summary>Makes the end of a chain.</summary>
    /// <param name="take">Takes each item, on the thread that pumps.</param>
    /// <param name="complete">Called once when the stream has ended; may be left out.</param>
    public SinkRun(Action<T> take, Action? complete = null)
    {
        ArgumentNullException.ThrowIfNull(take);
        _take = take;
        _complete = complete;
    }

    /// <inheritdoc/>
    public override void Process(T item) => _take(item);

    /// <inheritdoc/>
    public override void Complete() => _complete?.Invoke();
}
