namespace Pons.Certification.Measurements;

/// <summary>How long the system takes to accept a recorder's chunk, a millisecond after the one before; it may still hold it in memory.</summary>
/// <param name="folder">Where sessions are kept.</param>
public sealed class DiskAppendMeasurement(string folder) : DiskMeasurement(folder)
{
    /// <inheritdoc/>
    public override string Name => "disk-append";

    /// <inheritdoc/>
    public override double RelativeSeconds => 3.8;

    private protected override MeasurementResult Measure(OpenDisk disk)
    {
        var (times, chunk) = (new TimeCollector(disk.Time), disk.NewChunk());
        while (disk.Pause(1))
        {
            var start = disk.Time.Now;
            disk.File.Append(chunk);
            times.Add(start, disk.Time.Now);
        }

        return MeasurementResult.Of(Name, times.Milliseconds);
    }
}
