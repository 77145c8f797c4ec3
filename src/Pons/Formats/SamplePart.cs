namespace Pons.Formats;

/// <summary>A stretch of a file that holds samples and nothing else.</summary>
/// <param name="Position">Its first byte in the file.</param>
/// <param name="Count">How many samples it holds, at least 1.</param>
/// <param name="SamplesPerBlock">
/// So many samples of one channel stand together before the next channel follows; 1 means that all channels of a sample stand
/// together. The last block may be shorter.
/// </param>
internal readonly record struct SamplePart(long Position, long Count, long SamplesPerBlock = 1);
