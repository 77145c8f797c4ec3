using System.Runtime.InteropServices;
using System.Text;

namespace Pons.Devices.Serial;

/// <summary>
/// A serial port without hardware on Linux and macOS: an emulated device holds one side, a driver opens the other by <see cref="Path"/>.
/// Disposing of it pulls the plug. Source: POSIX.1-2017, posix_openpt.
/// </summary>
public sealed class PseudoTerminal : IAsyncDisposable
{
    private const nuint LinuxGetExclusive = 0x80045440;
    private readonly string? _link;
    private readonly int _otherSide;

    private PseudoTerminal(Stream bytes, string path, string? link, int otherSide) =>
        (Bytes, Path, _link, _otherSide) = (bytes, path, link, otherSide);

    /// <summary>The device's side; belongs to the terminal.</summary>
    public Stream Bytes { get; }

    /// <summary>The port that a driver opens.</summary>
    public string Path { get; }

    /// <summary>Whether a program has the other side for itself, as <see cref="SerialPort"/> does; where the system does not tell, yes.</summary>
    internal unsafe bool IsTaken
    {
        get
        {
            var isExclusive = 0;
            return !OperatingSystem.IsLinux() || (UnixCalls.Control(_otherSide, LinuxGetExclusive, &isExclusive) == 0 && isExclusive != 0);
        }
    }

    /// <summary>Makes a pair of ends.</summary>
    /// <param name="link">A name of its own for the port, which is the same when it is plugged in again; by default the kernel's.</param>
    /// <exception cref="DeviceException">The system has no pseudo-terminals, or no more of them.</exception>
    public static unsafe PseudoTerminal Open(string? link = null)
    {
        if (OperatingSystem.IsWindows()) throw None("Windows has none");
        var descriptor = UnixCalls.OpenTerminal(UnixCalls.TerminalFlags);
        if (descriptor < 0) throw None(UnixCalls.LastFault);
        var name = stackalloc byte[128];
        if (UnixCalls.Grant(descriptor) != 0 || UnixCalls.Unlock(descriptor) != 0 || UnixCalls.NameOf(descriptor, name, 128) != 0)
        {
            var fault = None(UnixCalls.LastFault);
            _ = UnixCalls.Close(descriptor);
            throw fault;
        }

        var path = Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(name));
        // Held open and raw, so that nothing is echoed and the device does not see a plug pulled while no driver is there.
        var otherSide = UnixCalls.Open(path, UnixCalls.OpenFlags);
        UnixPort.SetUp(otherSide, path, 115_200);
        if (link is not null) File.CreateSymbolicLink(link, path);
        return new(new DescriptorStream(descriptor, path), link ?? path, link, otherSide);
    }

    /// <summary>Pulls the plug: the port is gone, and whoever reads it meets an <see cref="IOException"/>.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_link is not null) File.Delete(_link);
        await Bytes.DisposeAsync().ConfigureAwait(false);
        _ = UnixCalls.Close(_otherSide);
    }

    private static DeviceException None(string why) => new(
        "pseudo-terminal", $"none can be made ({why}).", "A serial device cannot be emulated without one.",
        "Emulate it on Linux or macOS, or use a device of the network.")
    { IsFinal = true, Code = DeviceFaultCode.NotPossibleHere };
}
