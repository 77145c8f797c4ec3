namespace Pons.Pipelines;

/// <summary>Why a trial could not be cut.</summary>
public enum LossReason
{
    /// <summary>It would begin before the first sample of the stream.</summary>
    BeforeStart,

    /// <summary>Samples are missing within it.</summary>
    Gap,

    /// <summary>The stream ended within it.</summary>
    EndOfStream,
}
