namespace Pons.Formats.Bids.Writing;

/// <summary>A file of a data set.</summary>
/// <param name="Path">Path relative to the data set, with <c>/</c> between parts.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Sha256">SHA-256 of its content in lower-case hexadecimal.</param>
public sealed record BidsFileEntry(string Path, long Bytes, string Sha256);
