using Pons.Devices.Serial;

namespace Pons.Devices.Wav;

/// <summary>A pipe of Linux or macOS that has a name in a folder. Opening it waits for the other side; reading waits for bytes; both can be
/// cancelled.</summary>
internal static class NamedPipe
{
    private const int OwnerOnly = 0x180; // 0600

    /// <summary>Makes a pipe.</summary>
    /// <exception cref="DeviceException">It cannot be made there.</exception>
    public static void Make(string path)
    {
        if (!OperatingSystem.IsWindows() && UnixCalls.MakePipe(path, OwnerOnly) == 0) return;
        throw new DeviceException(
            path, OperatingSystem.IsWindows() ? "Windows has no named pipes in folders." : $"no pipe can be made ({UnixCalls.LastFault}).",
            "Live WAV is emulated through a pipe.", "Choose another name, on Linux or macOS.")
        { IsFinal = true, Code = DeviceFaultCode.NotPossibleHere };
    }

    public static async Task<FileStream> OpenAsync(string path, FileAccess access, CancellationToken cancellation)
    {
        var opening = Task.Run(() => new FileStream(path, FileMode.Open, access, FileShare.ReadWrite, 1), CancellationToken.None);
        try
        {
            return await opening.WaitAsync(cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            Release(path);
            _ = opening.ContinueWith(
                static t => t.IsCompletedSuccessfully ? t.GetAwaiter().GetResult().DisposeAsync() : default, TaskScheduler.Default);
            throw;
        }
    }

    /// <summary>Opens both sides for a moment, so that whoever waits for one of them goes on.</summary>
    private static void Release(string path)
    {
        var descriptor = UnixCalls.Open(path, UnixCalls.OpenFlags);
        if (descriptor >= 0) _ = UnixCalls.Close(descriptor);
    }
}
