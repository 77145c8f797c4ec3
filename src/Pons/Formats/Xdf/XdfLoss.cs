namespace Pons.Formats.Xdf;

/// <summary>A stretch of the file that could not be read.</summary>
internal readonly record struct XdfLoss(long Position, long End, string Fault)
{
    public long ByteCount => End - Position;
}
