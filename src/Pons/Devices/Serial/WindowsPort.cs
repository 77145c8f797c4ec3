using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32;
using Microsoft.Win32.SafeHandles;

namespace Pons.Devices.Serial;

/// <summary>Opens serial ports of Windows: 8 bits, no parity, one stop bit, no flow control. Windows gives a port to one program only.</summary>
[SupportedOSPlatform("windows")]
internal static partial class WindowsPort
{
    private const uint Binary = 1, RaiseDtr = 1 << 4, RaiseRts = 1 << 12;
    private const uint Forever = 0xFFFFFFFE;

    public static Stream Open(string name, int baud)
    {
        SafeFileHandle handle;
        try
        {
            handle = File.OpenHandle(@"\\.\" + name, FileMode.Open, FileAccess.ReadWrite, FileShare.None, FileOptions.Asynchronous);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw NotOpened(name, fault);
        }

        try
        {
            SetUp(handle, name, baud);
            return new FileStream(handle, FileAccess.ReadWrite, 0, isAsync: true);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>Names of the ports, such as <c>COM3</c>, with the driver that has each.</summary>
    public static IEnumerable<(string Name, string Driver)> List()
    {
        using var ports = Registry.LocalMachine.OpenSubKey(@"HARDWARE\DEVICEMAP\SERIALCOMM");
        if (ports is null) yield break;
        foreach (var driver in ports.GetValueNames())
            if (ports.GetValue(driver) is string name)
                yield return (name, driver);
    }

    private static void SetUp(SafeFileHandle handle, string name, int baud)
    {
        var control = new ControlBlock { Length = (uint)Marshal.SizeOf<ControlBlock>() };
        var isSet = GetCommState(handle, ref control);
        (control.Speed, control.Flags, control.ByteSize, control.Parity, control.StopBits) = ((uint)baud, Binary | RaiseDtr | RaiseRts, 8, 0, 0);
        // A read ends with the first bytes that come, however few.
        var limits = new Timeouts { ReadInterval = uint.MaxValue, ReadMultiplier = uint.MaxValue, ReadConstant = Forever, WriteConstant = 1000 };
        if (isSet && SetCommState(handle, ref control) && SetCommTimeouts(handle, ref limits)) return;
        throw new DeviceException(
            name, $"it cannot be set to {baud} bit/s ({new Win32Exception(Marshal.GetLastPInvokeError()).Message}).",
            "Without its settings the bytes of a device cannot be read.", "Check that the adapter knows the speed.")
        { IsFinal = true, Code = DeviceFaultCode.SerialPortUnusable };
    }

    private static DeviceException NotOpened(string name, Exception fault) => fault is UnauthorizedAccessException
        ? new(name, "another program has the serial port.", "Without its port there are no samples.",
            "End that program; only one can read a serial port.", fault)
        : new(name, $"the serial port cannot be opened ({fault.Message}).", "Without its port there are no samples.",
            "Plug the device in, and look for its port with 'pons devices'.", fault);

    /// <summary>DCB of winbase.h.</summary>
    private struct ControlBlock
    {
        public uint Length;
        public uint Speed;
        public uint Flags;
        public ushort Reserved, OnLimit, OffLimit;
        public byte ByteSize, Parity, StopBits;
        public byte OnCharacter, OffCharacter, ErrorCharacter, EndCharacter, EventCharacter;
        public ushort Reserved1;
    }

    /// <summary>COMMTIMEOUTS of winbase.h, in milliseconds.</summary>
    private struct Timeouts
    {
        public uint ReadInterval, ReadMultiplier, ReadConstant, WriteMultiplier, WriteConstant;
    }

    [LibraryImport("kernel32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool GetCommState(SafeFileHandle port, ref ControlBlock control);

    [LibraryImport("kernel32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool SetCommState(SafeFileHandle port, ref ControlBlock control);

    [LibraryImport("kernel32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool SetCommTimeouts(SafeFileHandle port, ref Timeouts limits);
}
