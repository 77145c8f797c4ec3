using Pons.Devices.Lsl;

namespace Pons.Tests.Devices.Lsl;

/// <summary>Settings under which a test meets nobody but itself.</summary>
internal static class LslTestSettings
{
    private static int _next = Environment.ProcessId % 400 * 100;

    /// <summary>A session and ports of its own.</summary>
    public static LslSettings Alone()
    {
        var from = 20_000 + (Interlocked.Add(ref _next, 40) % 40_000);
        return new() { SessionId = Guid.NewGuid().ToString("N"), DiscoveryPort = from, BasePort = from + 1 };
    }
}
