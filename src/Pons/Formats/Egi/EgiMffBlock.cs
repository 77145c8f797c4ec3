namespace Pons.Formats.Egi;

/// <summary>One block of a signal: so many samples of every channel, one channel after the other.</summary>
/// <param name="Position">Where its samples begin.</param>
/// <param name="Count">Samples of each channel.</param>
/// <param name="Channels">How many channels.</param>
/// <param name="RateHz">Samples per second.</param>
internal readonly record struct EgiMffBlock(long Position, long Count, int Channels, double RateHz);
