namespace Pons.Artefacts;

/// <summary>One channel that should not be used, and why.</summary>
/// <param name="Channel">Place of the channel, from 0.</param>
/// <param name="Fault">What is wrong with it.</param>
/// <param name="Measure">How bad: standard deviation when flat, robust z of the amplitude, share of windows without a like, or correlation with the other channel of a bridge.</param>
public sealed record BadChannel(int Channel, ChannelFault Fault, double Measure);
