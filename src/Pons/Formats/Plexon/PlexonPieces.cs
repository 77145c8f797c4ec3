namespace Pons.Formats.Plexon;

/// <summary>Where the samples of one continuous channel lie: 16 bytes for each piece, whatever its length.</summary>
internal sealed class PlexonPieces(int clockHz, int rateHz)
{
    private readonly List<long> _positions = [];
    private readonly List<long> _rowsBefore = [0];
    private readonly List<(long Tick, long Rows)> _stretches = [];

    public long RowCount => _rowsBefore[^1];

    /// <summary>Stretches without a gap: time of the first sample in ticks, and length.</summary>
    public IReadOnlyList<(long Tick, long Rows)> Stretches => _stretches;

    /// <summary>Adds a piece; one that begins where the last ended, to half a sample, goes on without a gap.</summary>
    public void Add(long tick, long position, long rows)
    {
        _positions.Add(position);
        _rowsBefore.Add(RowCount + rows);
        var half = clockHz / (2.0 * Math.Max(1, rateHz)) + 1;
        if (_stretches.Count > 0 && _stretches[^1] is var (start, length)
            && Math.Abs(tick - start - length * (double)clockHz / Math.Max(1, rateHz)) <= half)
            _stretches[^1] = (start, length + rows);
        else _stretches.Add((tick, rows));
    }

    /// <summary>Where a stored sample stands, and how many follow it in the same piece, itself included.</summary>
    public (long Position, long Rows) At(long row)
    {
        var index = _rowsBefore.BinarySearch(row);
        if (index < 0) index = ~index - 1;
        return (_positions[index] + 2 * (row - _rowsBefore[index]), _rowsBefore[index + 1] - row);
    }
}
