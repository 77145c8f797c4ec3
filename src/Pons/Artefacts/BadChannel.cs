namespace Pons.Artefacts;

/// <summary>One channel that should not be used, and why.</summary>
/// <param name="Channel">Place of the channel, from 0.</param>
/// <param name="Fault">What is wrong with it.</param>
/// <param name="Measure">
/// How bad: 0 when constant, robust z of the amplitude or of the noise, share of windows without a like or without a good prediction, or
/// correlation with the other channel of a bridge.
/// </param>
public sealed record BadChannel(int Channel, ChannelFault Fault, double Measure)
{
    /// <summary>The other channel of a bridge; null for other faults.</summary>
    public int? BridgedWith { get; init; }
}
