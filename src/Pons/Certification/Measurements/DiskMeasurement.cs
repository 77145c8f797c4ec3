namespace Pons.Certification.Measurements;

/// <summary>
/// What disk measurements share: chunks as a recorder writes them, a quarter of a second of 64 channels at 1 kHz (64 000 bytes), in a
/// file that is deleted in the end.
/// </summary>
/// <param name="folder">Where sessions are kept.</param>
public abstract class DiskMeasurement(string folder) : Measurement
{
    private const int ChunkBytes = 64 * 250 * sizeof(float);
    private const long FileBytes = 256_000_000;

    /// <inheritdoc/>
    protected sealed override Task<MeasurementResult> MeasureAsync(MeasuringTime time, CancellationToken cancellation) => OnOwnThread(
        () =>
        {
            using var file = new ScratchFile(folder, FileBytes);
            return Measure(new(file, time, cancellation));
        },
        cancellation);

    /// <summary>Measures on an open file.</summary>
    private protected abstract MeasurementResult Measure(OpenDisk disk);

    /// <summary>A file, for how long, and a chunk of changing bytes, which no disk can compress away.</summary>
    private protected sealed class OpenDisk(ScratchFile file, MeasuringTime time, CancellationToken cancellation)
    {
        // A fixed seed: what is written is the same in every run.
        private readonly Random _random = new(1);

        public ScratchFile File => file;

        public MeasuringTime Time => time;

        public byte[] NewChunk(int count = 1)
        {
            var chunk = new byte[ChunkBytes * count];
            _random.NextBytes(chunk);
            return chunk;
        }

        /// <summary>Waits so long, and says whether there is time left.</summary>
        public bool Pause(int milliseconds)
        {
            if (milliseconds > 0) cancellation.WaitHandle.WaitOne(milliseconds);
            cancellation.ThrowIfCancellationRequested();
            return time.IsLeft;
        }
    }
}
