namespace Pons.Formats.Egi;

/// <summary>A stretch that was recorded without a pause, as the folder lists it.</summary>
/// <param name="Begin">When it began, in the time unit of the folder, from the start of the recording.</param>
/// <param name="End">When it ended.</param>
/// <param name="FirstBlock">Number of its first block, counted from 1.</param>
/// <param name="LastBlock">Number of its last block.</param>
internal sealed record EgiMffEpoch(long Begin, long End, long FirstBlock, long LastBlock);
