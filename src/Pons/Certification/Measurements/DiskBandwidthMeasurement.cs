namespace Pons.Certification.Measurements;

/// <summary>
/// How much can be kept a second: pieces of 4 MB without a pause, each committed, as a recorder of implants would write them.
/// The times are those of single pieces. Figure: <c>bandwidth</c> in MB/s.
/// </summary>
/// <param name="folder">Where sessions are kept.</param>
public sealed class DiskBandwidthMeasurement(string folder) : DiskMeasurement(folder)
{
    private const int ChunksPerPiece = 64;

    /// <inheritdoc/>
    public override string Name => "disk-bandwidth";

    /// <inheritdoc/>
    public override double RelativeSeconds => 2;

    private protected override MeasurementResult Measure(OpenDisk disk)
    {
        var (times, piece, written, start) = (new TimeCollector(disk.Time), disk.NewChunk(ChunksPerPiece), 0L, disk.Time.Now);
        while (disk.Pause(0))
        {
            var from = disk.Time.Now;
            disk.File.Append(piece);
            disk.File.Commit();
            times.Add(from, disk.Time.Now);
            written += piece.Length;
        }

        var seconds = disk.Time.Milliseconds(start, disk.Time.Now) / 1000;
        return MeasurementResult.Of(Name, times.Milliseconds, new Figure("bandwidth", written / 1e6 / seconds, "MB/s"));
    }
}
