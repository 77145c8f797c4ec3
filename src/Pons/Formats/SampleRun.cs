namespace Pons.Formats;

/// <summary>Blocks of samples of one length that follow each other in a file at equal distances.</summary>
/// <param name="File">The file; read and sought by its stream alone.</param>
/// <param name="Offset">Where the first block begins, in bytes.</param>
/// <param name="RowsPerBlock">Samples of each channel in a block.</param>
/// <param name="BlockBytes">Bytes from the start of a block to that of the next.</param>
/// <param name="BlockCount">How many blocks.</param>
internal sealed record SampleRun(Stream File, long Offset, long RowsPerBlock, long BlockBytes, long BlockCount)
{
    public long RowCount => RowsPerBlock * BlockCount;

    /// <summary>Samples that lie in the file row after row, with nothing between.</summary>
    public static SampleRun Whole(Stream file, long offset, long rows, int rowBytes) => new(file, offset, rows, rows * rowBytes, 1);

    /// <summary>The run with one more block, when that has the same length and distance; otherwise <see langword="null"/>.</summary>
    public SampleRun? With(Stream file, long offset, long rows)
    {
        if (file != File || rows != RowsPerBlock || offset <= Offset) return null;
        if (BlockCount == 1) return this with { BlockBytes = offset - Offset, BlockCount = 2 };
        return offset == Offset + BlockCount * BlockBytes ? this with { BlockCount = BlockCount + 1 } : null;
    }
}
