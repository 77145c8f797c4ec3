using System.Reflection;
using System.Runtime.InteropServices;
using Pons.Formats;

namespace Pons.Hdf5.Library;

/// <summary>
/// Finds libhdf5, or says how to get it. The library has global state: every call is made under <see cref="Gate"/>, one at a time.
/// </summary>
internal static class Hdf5Library
{
    /// <summary>Kind of a link that leads to another file.</summary>
    private const int ExternalLink = 64;

    /// <summary>The environment variable that names the library where it is installed in no usual place.</summary>
    private const string PathVariable = "PONS_HDF5";

    /// <summary>Names by which the versions 1.10, 1.12 and 1.14 are installed.</summary>
    private static readonly string[] Names = Environment.GetEnvironmentVariable(PathVariable) is { Length: > 0 } path
        ? [path]
        : OperatingSystem.IsWindows() ? ["hdf5.dll", "libhdf5.dll"]
        : OperatingSystem.IsMacOS()
            ? ["libhdf5.dylib", "/opt/homebrew/lib/libhdf5.dylib", "/usr/local/lib/libhdf5.dylib"]
            : ["libhdf5_serial.so.103", "libhdf5.so.103", "libhdf5_serial.so.200", "libhdf5.so.200", "libhdf5_serial.so.310", "libhdf5.so.310",
                "libhdf5.so"];

    private static readonly Lazy<(nint Library, string? Fault)> Loaded = new(Load);

    private static readonly Lock s_gate = new();

    [ThreadStatic]
    private static bool t_isQuiet;

    /// <summary>
    /// Held during every call. The library prints faults to the terminal unless each thread forbids it; faults are told by exceptions here.
    /// </summary>
    public static Lock Gate
    {
        get
        {
            if (t_isQuiet) return s_gate;
            t_isQuiet = true;
            lock (s_gate) _ = Hdf5Calls.H5Eset_auto2(0, 0, 0);
            return s_gate;
        }
    }

    /// <summary>Why nothing in HDF5 can be read here, and what to install; null when it can.</summary>
    public static string? UnavailableBecause => Loaded.Value.Fault;

    /// <summary>A type, or a class of property lists, by the name of the library's variable that holds it.</summary>
    public static long TypeNamed(string name) => TypeNamed(Loaded.Value.Library, name);

    /// <summary>Refuses to go on without the library.</summary>
    public static void Demand(string file)
    {
        if (UnavailableBecause is { } fault)
            throw new RecordingFormatException(file, null, "The file is in HDF5, which cannot be read on this computer.", fault,
                "Install the library and open the file again.");
    }

    /// <summary>A function that some versions lack.</summary>
    public static nint Optional(string name) => NativeLibrary.TryGetExport(Loaded.Value.Library, name, out var function) ? function : 0;

    private static long TypeNamed(nint library, string name) => Marshal.ReadInt64(NativeLibrary.GetExport(library, name));

    private static (nint Library, string? Fault) Load()
    {
        if (nint.Size != 8) return (0, "The library libhdf5 is used in processes of 64 bits only.");
        nint library = 0;
        if (!Names.Any(n => NativeLibrary.TryLoad(n, out library)))
            return (0, "The library libhdf5 (1.10 or later) is not installed: on Debian and Ubuntu it is the package libhdf5-103-1, on macOS "
                + "'brew install hdf5', on Windows the installer of hdfgroup.org, with its bin folder in PATH. "
                + $"The environment variable {PathVariable} may name it where it lies elsewhere.");
        NativeLibrary.SetDllImportResolver(typeof(Hdf5Calls).Assembly, (string name, Assembly _, DllImportSearchPath? _) =>
            name == Hdf5Calls.Name ? library : 0);
        lock (s_gate)
        {
            if (Hdf5Calls.H5open() < 0 || Hdf5Calls.H5get_libversion(out var major, out var minor, out var release) < 0)
                return (0, "The library libhdf5 was found, but does not start.");
            if (major != 1 || minor < 10) return (0, $"The library libhdf5 has version {major}.{minor}.{release}, and 1.10 or later is needed.");
            // A recording must not reach into other files.
            _ = Hdf5Calls.H5Lunregister(ExternalLink);
            if (!Hdf5TextReference.Register(TypeNamed(library, "H5T_C_S1_g"))) return (0, "The library libhdf5 was found, but takes no conversion of texts.");
        }

        return (library, null);
    }
}
