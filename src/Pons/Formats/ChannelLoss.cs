namespace Pons.Formats;

/// <summary>How far the values of one channel moved when they were stored.</summary>
/// <param name="Stream">Name of the stream.</param>
/// <param name="Label">Label of the channel.</param>
/// <param name="LargestError">Largest difference between a stored and an original value, in the channel's unit; 0 when bit-equal.</param>
/// <param name="Step">What one digital step stands for, in the channel's unit.</param>
public sealed record ChannelLoss(string Stream, string Label, double LargestError, double Step);
