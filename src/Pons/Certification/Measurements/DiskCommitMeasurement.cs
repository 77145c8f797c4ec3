namespace Pons.Certification.Measurements;

/// <summary>How long it takes until a recorder's chunk would survive a power failure: written, and the device says that it holds it
/// (fsync).</summary>
/// <param name="folder">Where sessions are kept.</param>
public sealed class DiskCommitMeasurement(string folder) : DiskMeasurement(folder)
{
    /// <inheritdoc/>
    public override string Name => "disk-commit";

    /// <inheritdoc/>
    public override double RelativeSeconds => 3.5;

    private protected override MeasurementResult Measure(OpenDisk disk)
    {
        var (times, chunk) = (new TimeCollector(disk.Time), disk.NewChunk());
        while (disk.Pause(1))
        {
            var start = disk.Time.Now;
            disk.File.Append(chunk);
            disk.File.Commit();
            times.Add(start, disk.Time.Now);
        }

        return MeasurementResult.Of(Name, times.Milliseconds);
    }
}
