using Pons.Geometry;

namespace Pons.Artefacts;

/// <summary>What is known beside the channels that were taken apart; the more, the surer the verdict.</summary>
public sealed record ComponentReferences
{
    /// <summary>Eye channels [eye channel × sample] at the same samples; null where none was recorded.</summary>
    public Matrix? Eyes { get; init; }

    /// <summary>An electrocardiogram at the same samples; empty where none was recorded.</summary>
    public ReadOnlyMemory<double> Heart { get; init; }

    /// <summary>Electrode positions [channel × 3], y towards the nose, z up; null where they are not known.</summary>
    public Matrix? Positions { get; init; }
}
