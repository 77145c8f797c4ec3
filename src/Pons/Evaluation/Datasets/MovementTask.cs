namespace Pons.Evaluation.Datasets;

/// <summary>How a recording of spikes and movement is read, and decoded bin by bin: the first 80 % is learnt from, the rest is tested.</summary>
public sealed record MovementTask
{
    /// <summary>Counts [bin × unit].</summary>
    public required MovementColumns Counts { get; init; }

    /// <summary>Position [bin × axis].</summary>
    public required MovementColumns Position { get; init; }

    /// <summary>Velocity [bin × axis].</summary>
    public required MovementColumns Velocity { get; init; }

    /// <summary>Length of a bin in seconds.</summary>
    public required double BinSeconds { get; init; }

    /// <summary>Bins before the present one that the causal Wiener decoder uses.</summary>
    public required int Before { get; init; }

    /// <summary>Bins on each side that the centred Wiener decoder uses; 0: it is not evaluated.</summary>
    public int HalfWindow { get; init; }

    /// <summary>Bins by which the counts of the Kalman decoders lead movement; 0 by default.</summary>
    public int Lead { get; init; }
}
