using System.Runtime.Intrinsics;

namespace Pons.Cli.Benchmarks;

/// <summary>What the times were measured on.</summary>
internal static class Computer
{
    private const string LinuxProcessors = "/proc/cpuinfo";

    public static string Processor =>
        File.Exists(LinuxProcessors) && File.ReadLines(LinuxProcessors).FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal)) is { } line
            ? line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()
            : Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? "unknown";

    public static string Vectors => Vector512.IsHardwareAccelerated ? "512 bit" : Vector256.IsHardwareAccelerated ? "256 bit" : "128 bit";
}
