namespace Pons.Devices.Wav;

/// <summary>A file that is read as fast as it was sampled: some 10 ms at a time, each when its last sample would have been taken.</summary>
internal sealed class PacedStream(Stream file, WavParser parser, double speed, TimeProvider clock) : Stream
{
    private const double BlockSeconds = 0.01;
    private long? _begun;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (parser.Format is not { } format || parser.Outstanding == 0)
            return await file.ReadAsync(buffer[..(int)Math.Min(parser.Ahead, buffer.Length)], cancellationToken).ConfigureAwait(false);
        _begun ??= clock.GetTimestamp();
        var frames = Math.Clamp((int)(format.RateHz * speed * BlockSeconds), 1, Math.Max(1, buffer.Length / format.FrameBytes));
        var read = await file.ReadAsync(buffer[..Math.Min(buffer.Length, frames * format.FrameBytes)], cancellationToken).ConfigureAwait(false);
        var due = (parser.Samples + (double)read / format.FrameBytes) / format.RateHz / speed;
        var wait = TimeSpan.FromSeconds(due) - clock.GetElapsedTime(_begun.Value);
        if (wait > TimeSpan.Zero) await Task.Delay(wait, clock, cancellationToken).ConfigureAwait(false);
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) file.Dispose();
        base.Dispose(disposing);
    }
}
