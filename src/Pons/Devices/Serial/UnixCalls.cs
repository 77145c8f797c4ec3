using System.Runtime.InteropServices;

namespace Pons.Devices.Serial;

/// <summary>What the C library and the kernel of Linux and macOS do for terminals. Only calls without variable arguments are used where
/// macOS passes those differently.</summary>
internal static unsafe partial class UnixCalls
{
    public const int Interrupted = 4, Busy = 16, NoAccess = 13, NoSuchFile = 2;
    public const short CanRead = 1, CanWrite = 4;
    public static readonly int Again = OperatingSystem.IsLinux() ? 11 : 35;
    public static readonly int OpenFlags = OperatingSystem.IsLinux() ? 2 | 0x100 | 0x800 | 0x80000 : 2 | 0x20000 | 4 | 0x1000000;
    public static readonly int TerminalFlags = OperatingSystem.IsLinux() ? 2 | 0x100 | 0x800 | 0x80000 : 2 | 0x20000;
    public static readonly nuint SetExclusive = OperatingSystem.IsLinux() ? 0x540Cu : 0x2000740D;
    public static readonly nuint SetShared = OperatingSystem.IsLinux() ? 0x540Du : 0x2000740E;

    private const string Library = "libc";

    /// <summary>One descriptor that poll watches.</summary>
    public struct Watched
    {
        public int Descriptor;
        public short Wanted;
        public short Seen;
    }

    [LibraryImport(Library, EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Open(string path, int flags);

    [LibraryImport(Library, EntryPoint = "close", SetLastError = true)]
    public static partial int Close(int descriptor);

    [LibraryImport(Library, EntryPoint = "read", SetLastError = true)]
    public static partial nint Read(int descriptor, byte* into, nint length);

    [LibraryImport(Library, EntryPoint = "write", SetLastError = true)]
    public static partial nint Write(int descriptor, byte* bytes, nint length);

    [LibraryImport(Library, EntryPoint = "poll", SetLastError = true)]
    public static partial int Poll(Watched* watched, nuint count, int milliseconds);

    [LibraryImport(Library, EntryPoint = "pipe", SetLastError = true)]
    public static partial int Pipe(int* ends);

    [LibraryImport(Library, EntryPoint = "flock", SetLastError = true)]
    public static partial int Lock(int descriptor, int operation);

    [LibraryImport(Library, EntryPoint = "ioctl", SetLastError = true)]
    public static partial int Control(int descriptor, nuint request, void* argument);

    [LibraryImport(Library, EntryPoint = "tcflush", SetLastError = true)]
    public static partial int Flush(int descriptor, int queue);

    [LibraryImport(Library, EntryPoint = "tcgetattr", SetLastError = true)]
    public static partial int GetAttributes(int descriptor, void* attributes);

    [LibraryImport(Library, EntryPoint = "tcsetattr", SetLastError = true)]
    public static partial int SetAttributes(int descriptor, int when, void* attributes);

    [LibraryImport(Library, EntryPoint = "cfmakeraw")]
    public static partial void MakeRaw(void* attributes);

    [LibraryImport(Library, EntryPoint = "cfsetspeed", SetLastError = true)]
    public static partial int SetSpeed(void* attributes, nuint speed);

    [LibraryImport(Library, EntryPoint = "posix_openpt", SetLastError = true)]
    public static partial int OpenTerminal(int flags);

    [LibraryImport(Library, EntryPoint = "grantpt", SetLastError = true)]
    public static partial int Grant(int descriptor);

    [LibraryImport(Library, EntryPoint = "unlockpt", SetLastError = true)]
    public static partial int Unlock(int descriptor);

    [LibraryImport(Library, EntryPoint = "ptsname_r", SetLastError = true)]
    public static partial int NameOf(int descriptor, byte* into, nuint length);

    [LibraryImport(Library, EntryPoint = "mkfifo", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int MakePipe(string path, uint mode);

    /// <summary>What the last call that failed says, in words.</summary>
    public static string LastFault => Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError());
}
