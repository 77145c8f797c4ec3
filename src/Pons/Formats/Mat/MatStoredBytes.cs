namespace Pons.Formats.Mat;

/// <summary>The bytes of a file, read through a window so that small pieces cost no call each.</summary>
internal sealed class MatStoredBytes(Stream file, string name) : MatBytes, IDisposable
{
    private const int WindowBytes = 1 << 16;
    private byte[] _window = [];
    private long _windowStart;
    private int _windowCount;

    public string Name => name;

    public override long Length { get; } = file.Length;

    public override long PlaceOf(long position) => position;

    public override void Read(long position, Span<byte> destination)
    {
        if (position < 0 || position > Length - destination.Length)
            throw new RecordingFormatException(name, Length,
                $"The file ends here, within {destination.Length} bytes that begin at byte {position}.",
                "What follows is missing.", "Copy the file again from where it was saved.");
        if (position >= _windowStart && position + destination.Length <= _windowStart + _windowCount)
        {
            _window.AsSpan((int)(position - _windowStart), destination.Length).CopyTo(destination);
            return;
        }

        if (destination.Length < WindowBytes / 2) ReadThroughWindow(position, destination);
        else ReadFile(position, destination);
    }

    public void Dispose() => file.Dispose();

    private void ReadThroughWindow(long position, Span<byte> destination)
    {
        if (_window.Length == 0) _window = new byte[Math.Min(WindowBytes, Length)];
        _windowCount = 0;
        var count = (int)Math.Min(_window.Length, Length - position);
        ReadFile(position, _window.AsSpan(0, count));
        (_windowStart, _windowCount) = (position, count);
        _window.AsSpan(0, destination.Length).CopyTo(destination);
    }

    private void ReadFile(long position, Span<byte> destination)
    {
        ObjectDisposedException.ThrowIf(!file.CanRead, file);
        file.Position = position;
        file.ReadExactly(destination);
    }
}
