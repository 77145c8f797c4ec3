namespace Pons.Formats;

/// <summary>A stretch of samples as it stands in data records: signal after signal.</summary>
/// <param name="bytes">Little-endian samples.</param>
/// <param name="offsets">Where each signal begins, in bytes.</param>
/// <param name="row">First sample of each signal.</param>
/// <param name="rows">How many samples of each signal.</param>
internal readonly ref struct RecordPart(ReadOnlySpan<byte> bytes, ReadOnlySpan<int> offsets, int row, int rows)
{
    public ReadOnlySpan<byte> Bytes { get; } = bytes;

    public ReadOnlySpan<int> Offsets { get; } = offsets;

    public int Row { get; } = row;

    public int Rows { get; } = rows;
}
