namespace Pons.Simulation;

/// <summary>
/// What a simulated brain will be told, written just ahead of its samples: a protocol that drives it. So that the run is the
/// same for every block length, what it queues must depend on sample indices alone, not on when it is asked.
/// </summary>
public abstract class TwinScript
{
    /// <summary>
    /// Queues, by <see cref="TwinSource.Instruct"/>, <see cref="TwinSource.GiveFeedback"/> and <see cref="TwinSource.Mark"/>, at
    /// least everything that happens before <paramref name="endSampleIndex"/>. Called by the reader's thread before each block.
    /// </summary>
    /// <param name="twin">The source that is about to make a block.</param>
    /// <param name="endSampleIndex">Index one past the last sample of that block.</param>
    public abstract void Prepare(TwinSource twin, long endSampleIndex);
}
