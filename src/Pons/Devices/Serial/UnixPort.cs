using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Pons.Devices.Serial;

/// <summary>
/// Opens serial ports of Linux and macOS: raw, 8 bits, no parity, one stop bit, no flow control, for one program alone. On Linux the speed is
/// any number (termios2 with BOTHER), as some devices use odd ones.
/// </summary>
internal static unsafe class UnixPort
{
    private const int LinuxAttributeBytes = 44;
    private const nuint LinuxGet = 0x802C542A, LinuxSet = 0x402C542B, LinuxGetSerial = 0x541E, LinuxSetSerial = 0x541F;
    private const uint LinuxRaw8 = 0x30 | 0x80 | 0x800 | 0x1000; // CS8, CREAD, CLOCAL, BOTHER
    private const int LowLatency = 1 << 13;
    private const int LockAlone = 2 | 4;

    public static (Stream Bytes, ImmutableArray<string> Warnings) Open(string path, int baud)
    {
        var descriptor = UnixCalls.Open(path, UnixCalls.OpenFlags);
        if (descriptor < 0) throw NotOpened(path, Marshal.GetLastPInvokeError());
        try
        {
            if (UnixCalls.Lock(descriptor, LockAlone) != 0) throw NotOpened(path, UnixCalls.Busy);
            SetUp(descriptor, path, baud);
            _ = UnixCalls.Flush(descriptor, OperatingSystem.IsLinux() ? 0 : 1);
            _ = UnixCalls.Control(descriptor, UnixCalls.SetExclusive, null);
            var warnings = OperatingSystem.IsLinux() ? HurryLinux(descriptor, path) : [];
            return (new DescriptorStream(descriptor, path), warnings);
        }
        catch
        {
            _ = UnixCalls.Close(descriptor);
            throw;
        }
    }

    /// <summary>Makes a terminal raw at a speed.</summary>
    public static void SetUp(int descriptor, string path, int baud)
    {
        var isSet = OperatingSystem.IsLinux() ? SetUpLinux(descriptor, baud) : SetUpMac(descriptor, baud);
        if (!isSet)
            throw new DeviceException(
                path, $"it cannot be set to {baud} bit/s ({UnixCalls.LastFault}).", "Without its settings the bytes of a device cannot be read.",
                "Check that it is a serial port and not another file, and that the adapter knows the speed.")
            { IsFinal = true, Code = DeviceFaultCode.SerialPortUnusable };
    }

    private static bool SetUpLinux(int descriptor, int baud)
    {
        var attributes = stackalloc uint[LinuxAttributeBytes / sizeof(uint)];
        if (UnixCalls.Control(descriptor, LinuxGet, attributes) != 0) return false;
        (attributes[0], attributes[1], attributes[2], attributes[3]) = (0, 0, LinuxRaw8, 0);
        var controls = (byte*)attributes + 17;
        (controls[5], controls[6]) = (0, 1); // VTIME, VMIN
        (attributes[9], attributes[10]) = ((uint)baud, (uint)baud);
        return UnixCalls.Control(descriptor, LinuxSet, attributes) == 0;
    }

    private static bool SetUpMac(int descriptor, int baud)
    {
        var attributes = stackalloc byte[256];
        if (UnixCalls.GetAttributes(descriptor, attributes) != 0) return false;
        UnixCalls.MakeRaw(attributes);
        ((nuint*)attributes)[2] |= 0x800 | 0x8000; // CREAD, CLOCAL
        return UnixCalls.SetSpeed(attributes, (nuint)baud) == 0 && UnixCalls.SetAttributes(descriptor, 0, attributes) == 0;
    }

    /// <summary>Asks the driver of the adapter to hand bytes on at once, and says so when it does not.</summary>
    private static ImmutableArray<string> HurryLinux(int descriptor, string path)
    {
        var settings = stackalloc int[64];
        if (UnixCalls.Control(descriptor, LinuxGetSerial, settings) == 0)
        {
            settings[4] |= LowLatency;
            _ = UnixCalls.Control(descriptor, LinuxSetSerial, settings);
        }

        var target = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        var timer = $"/sys/bus/usb-serial/devices/{Path.GetFileName(target)}/latency_timer";
        if (!File.Exists(timer)) return [];
        var text = File.ReadAllText(timer).Trim();
        return LatencyWarning(text, timer);
    }

    /// <summary>What to say of an adapter's latency timer; nothing up to 4 ms.</summary>
    internal static ImmutableArray<string> LatencyWarning(string milliseconds, string file) =>
        int.TryParse(milliseconds, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value > 4
            ? [$"the serial adapter holds bytes back for up to {value} ms: samples share an arrival time; mend it: echo 1 | sudo tee {file}"]
            : [];

    private static DeviceException NotOpened(string path, int fault)
    {
        var (code, what, remedy) = fault switch
        {
            UnixCalls.NoSuchFile => (
                DeviceFaultCode.SerialPortMissing, "there is no such serial port.", "Plug the device in, and look for its port with 'pons devices'."),
            UnixCalls.Busy => (
                DeviceFaultCode.SerialPortTaken, "another program has the serial port.", "End that program; only one can read a serial port."),
            UnixCalls.NoAccess => (
                DeviceFaultCode.SerialPortForbidden, "this user may not open the serial port.",
                "Add the user to the group of the port (often 'dialout' or 'uucp'), then log in again."),
            _ => (
                DeviceFaultCode.SerialPortUnusable, $"the serial port cannot be opened ({Marshal.GetPInvokeErrorMessage(fault)}).",
                "Check the device and its plug."),
        };
        return new(path, what, "Without its port there are no samples.", remedy) { IsFinal = fault == UnixCalls.NoAccess, Code = code };
    }
}
