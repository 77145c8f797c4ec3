namespace Pons.Formats.Xdf;

/// <summary>What a chunk holds (specification, "Chunk tags").</summary>
internal enum XdfTag : ushort
{
    FileHeader = 1,
    StreamHeader = 2,
    Samples = 3,
    ClockOffset = 4,
    Boundary = 5,
    StreamFooter = 6,
}
