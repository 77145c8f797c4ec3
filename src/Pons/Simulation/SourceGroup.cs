namespace Pons.Simulation;

/// <summary>Sources of one kind, each with a fixed topography; every sample is made after the one before it, whatever the slices.</summary>
internal abstract class SourceGroup
{
    /// <summary>For each source what one unit of its activity gives at every channel, in µV.</summary>
    public abstract IReadOnlyList<double[]> Topographies { get; }

    /// <summary>Writes the activity of every source at one sample; samples are asked for one after the other.</summary>
    public abstract void Advance(long sample, Span<double> activity);
}
