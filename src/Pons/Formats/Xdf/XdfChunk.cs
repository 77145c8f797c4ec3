namespace Pons.Formats.Xdf;

/// <summary>Where a chunk lies in the file.</summary>
/// <param name="Position">Its first byte.</param>
/// <param name="Tag">What it says that it holds.</param>
/// <param name="Content">The first byte behind its tag.</param>
/// <param name="End">The first byte behind it.</param>
internal readonly record struct XdfChunk(long Position, XdfTag Tag, long Content, long End)
{
    public long ContentLength => End - Content;
}
