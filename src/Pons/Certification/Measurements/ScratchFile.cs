using Microsoft.Win32.SafeHandles;

namespace Pons.Certification.Measurements;

/// <summary>A file that is written over and over and goes with its owner; never longer than its limit.</summary>
internal sealed class ScratchFile : IDisposable
{
    private const long RoomLeftBytes = 256_000_000;
    private readonly SafeFileHandle _file;
    private readonly string _path;
    private readonly long _limitBytes;
    private long _position;

    /// <summary>Makes it, empty.</summary>
    /// <exception cref="IOException">The folder cannot be written to, or has no room for the file.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder is not ours to write to.</exception>
    public ScratchFile(string folder, long limitBytes)
    {
        RequireRoom(folder, limitBytes);
        _limitBytes = limitBytes;
        _path = Path.Combine(folder, FormattableString.Invariant($".pons-certify-{Guid.NewGuid():N}.tmp"));
        _file = File.OpenHandle(_path, FileMode.CreateNew, FileAccess.Write);
    }

    /// <summary>Writes behind what was written last; from the start again where it would grow beyond its limit.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (_position + bytes.Length > _limitBytes) _position = 0;
        RandomAccess.Write(_file, bytes, _position);
        _position += bytes.Length;
    }

    /// <summary>Returns when the device says that it holds everything.</summary>
    public void Commit() => RandomAccess.FlushToDisk(_file);

    public void Dispose()
    {
        _file.Dispose();
        File.Delete(_path);
    }

    private static void RequireRoom(string folder, long limitBytes)
    {
        var free = new DriveInfo(Path.GetFullPath(folder)).AvailableFreeSpace;
        if (free >= limitBytes + RoomLeftBytes) return;
        throw new IOException(
            FormattableString.Invariant(
                $"{free / 1e6:0} MB are free in the folder; {(limitBytes + RoomLeftBytes) / 1e6:0} MB are needed to measure it."));
    }
}
