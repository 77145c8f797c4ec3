using Pons.Signals;

namespace Pons.Pipelines;

/// <summary>What a filter lets through, independent of the rate: the rate of the stream completes it when the pipeline is built.</summary>
public abstract record FilterShape
{
    /// <summary>Where <see cref="FilterStage"/> states the delay, in hertz.</summary>
    public abstract double CentreHz { get; }

    /// <summary>The filter for one rate.</summary>
    /// <exception cref="ArgumentException">The shape does not exist at this rate.</exception>
    public abstract SecondOrderSections SectionsAt(double rateHz);
}
