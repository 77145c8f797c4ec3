namespace Pons.Formats.Xdf;

/// <summary>
/// Where some samples of a stream lie, and the sums over their time stamps that a straight line is fitted with. Small chunks share
/// an entry and long ones have several, so that the index stays small against the file and no reading has to look far.
/// </summary>
internal struct XdfEntry
{
    /// <summary>First byte of the first sample.</summary>
    public long Offset;

    /// <summary>Number of the first sample, counting stored ones.</summary>
    public long FirstStored;

    /// <summary>Time stamp of the first sample, as it stands in the file, in seconds.</summary>
    public double FirstStamp;

    /// <summary>Sum of the time stamps, counted from the first.</summary>
    public double Sum;

    /// <summary>Sum of the time stamps, counted from the first, each times its number in the entry.</summary>
    public double IndexedSum;

    /// <summary>Bytes to the end of the last sample; chunks of other streams may lie between.</summary>
    public int ByteCount;

    public int Count;

    /// <summary>How many samples of the chunk follow, the first one included.</summary>
    public int LeftInChunk;

    /// <summary>Piece of the stream's clock that the stamps belong to.</summary>
    public int ClockPiece;

    /// <summary>Whether the time stamps jump in front of the first sample.</summary>
    public bool FollowsJump;

    /// <summary>Whether damaged bytes lie between the entry before and this one.</summary>
    public bool FollowsDamage;

    public readonly long EndOffset => Offset + ByteCount;

    public readonly double MeanIndex => FirstStored + (Count - 1) / 2.0;

    public readonly double MeanStamp => FirstStamp + Sum / Count;

    /// <summary>Sum of squared distances of the sample numbers from their mean.</summary>
    public readonly double IndexSquares => Count * ((double)Count * Count - 1) / 12;

    /// <summary>Sum of the products of both distances from their means.</summary>
    public readonly double Products => IndexedSum - (Count - 1) / 2.0 * Sum;
}
