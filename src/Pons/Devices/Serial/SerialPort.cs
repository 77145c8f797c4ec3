using System.Collections.Immutable;

namespace Pons.Devices.Serial;

/// <summary>
/// A serial port that is open for this program alone: 8 bits, no parity, one stop bit, no flow control. Reading is asynchronous without a
/// busy loop; a plug that is pulled ends it with an <see cref="IOException"/>. One reader and one writer at a time.
/// Source: POSIX.1-2017 General Terminal Interface, Linux tty_ioctl(4), the Windows communications functions.
/// </summary>
public sealed class SerialPort : IAsyncDisposable
{
    private SerialPort(string path, Stream bytes, ImmutableArray<string> warnings) => (Path, Bytes, Warnings) = (path, bytes, warnings);

    /// <summary>The port as it was opened.</summary>
    public string Path { get; }

    /// <summary>What comes and goes; belongs to the port.</summary>
    public Stream Bytes { get; }

    /// <summary>What the user should know, such as a latency timer of 16 ms.</summary>
    public ImmutableArray<string> Warnings { get; }

    /// <summary>Opens a port; bytes that waited in it are thrown away, as nobody knows how old they are.</summary>
    /// <param name="path">The port: <c>/dev/ttyUSB0</c>, <c>/dev/cu.usbserial-…</c>, <c>COM3</c>.</param>
    /// <param name="baud">Bits per second.</param>
    /// <exception cref="DeviceException">There is no such port, another program has it, or it does not take the speed.</exception>
    public static SerialPort Open(string path, int baud)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentOutOfRangeException.ThrowIfLessThan(baud, 50);
        if (OperatingSystem.IsWindows()) return new(path, WindowsPort.Open(path, baud), []);
        var (bytes, warnings) = UnixPort.Open(path, baud);
        return new(path, bytes, warnings);
    }

    /// <summary>Opens the port of an address, or the only port of this computer when the address names none; tells the warnings.</summary>
    /// <param name="address">Whose path is the port; <c>?baud=</c> changes the speed where the protocol allows that option.</param>
    /// <param name="baud">Bits per second unless the address says otherwise.</param>
    /// <param name="output">Takes the warnings.</param>
    /// <exception cref="DeviceException">No port, or several to choose from, or the port cannot be opened.</exception>
    public static SerialPort Open(DeviceAddress address, int baud, SampleOutput output)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(output);
        var port = Open(address.Path.Length > 0 ? address.Path : Only(address, List()), address.Number("baud", baud, 50, 20_000_000));
        foreach (var warning in port.Warnings) output.Note(DeviceNoticeKind.Note, DeviceFaultCode.SerialPortSlow, warning);
        return port;
    }

    /// <summary>The serial ports of this computer; those with a lasting name by that name.</summary>
    public static ImmutableArray<FoundPort> List()
    {
        if (OperatingSystem.IsWindows()) return [.. WindowsPort.List().Select(p => new FoundPort(p.Name, p.Driver))];
        var lasting = Files("/dev/serial/by-id", "*");
        var named = lasting.Select(p => System.IO.Path.GetFullPath(File.ResolveLinkTarget(p, true)?.FullName ?? p)).ToHashSet();
        var others = (string[])[.. Files("/dev", "ttyUSB*"), .. Files("/dev", "ttyACM*"), .. Files("/dev", "cu.*")];
        return
        [
            .. lasting.Select(p => new FoundPort(p, System.IO.Path.GetFileName(p).Replace('_', ' '))),
            .. others.Where(p => !named.Contains(p)).Select(p => new FoundPort(p, "")),
        ];
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Bytes.DisposeAsync();

    internal static string Only(DeviceAddress address, ImmutableArray<FoundPort> ports) => ports.Length == 1
        ? ports[0].Path
        : throw new DeviceException(
            address.ToString(),
            ports.IsEmpty
                ? "this computer has no serial port."
                : $"this computer has {ports.Length} ports: {string.Join(", ", ports.Select(p => p.Path))}.",
            "Without its port the device cannot be found.",
            ports.IsEmpty ? "Plug the device in." : $"Name the port, such as {address.Protocol}://{ports[0].Path}.")
        {
            IsFinal = !ports.IsEmpty,
            Code = ports.IsEmpty ? DeviceFaultCode.NoSerialPort : DeviceFaultCode.SerialPortUnnamed,
            Values = [$"{ports.Length}", string.Join(", ", ports.Select(p => p.Path))],
        };

    private static string[] Files(string folder, string pattern) =>
        Directory.Exists(folder) ? [.. Directory.GetFileSystemEntries(folder, pattern).Order(StringComparer.Ordinal)] : [];
}
