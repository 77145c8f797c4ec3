using Pons.Formats;

namespace Pons.Deidentification;

/// <summary>A recording that was written but has not got its names yet, read as if it had.</summary>
internal sealed class StagedFiles(string name, IReadOnlyDictionary<string, FileStream> files) : RecordingFiles(name)
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> Names { get; } = [.. files.Keys.Order(StringComparer.Ordinal)];

    /// <inheritdoc/>
    public override Stream OpenMain() => new View(files[Name]);

    /// <inheritdoc/>
    protected override Stream? OpenInside(string name) => files.TryGetValue(name, out var file) ? new View(file) : null;

    /// <summary>Reads a file that somebody else owns, from a place of its own.</summary>
    private sealed class View(FileStream file) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => true;

        public override bool CanWrite => false;

        public override long Length => file.Length;

        public override long Position { get; set; }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            var read = RandomAccess.Read(file.SafeFileHandle, buffer, Position);
            Position += read;
            return read;
        }

        public override long Seek(long offset, SeekOrigin origin) =>
            Position = origin switch { SeekOrigin.Begin => offset, SeekOrigin.Current => Position + offset, _ => Length + offset };

        public override void Flush()
        {
        }

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
