namespace Pons.Pipelines;

/// <summary>How many samples should have come, came, and are missing.</summary>
/// <param name="Received">Samples that came.</param>
/// <param name="Lost">Samples that are missing: lost by the source, or dropped by a full queue.</param>
public readonly record struct SampleCount(long Received, long Lost)
{
    /// <summary>Samples that should have come.</summary>
    public long Expected => Received + Lost;
}
