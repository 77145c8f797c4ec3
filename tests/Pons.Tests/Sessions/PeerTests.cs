using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Pons.Devices.Emulation;

namespace Pons.Tests.Sessions;

/// <summary>What Pons records, pyxdf reads with equal samples and stamps. Skipped where it is not installed.</summary>
public sealed class PeerTests
{
    private static readonly string[] Pythons = [Environment.GetEnvironmentVariable("PONS_PYTHON") ?? "python3", "/usr/bin/python3"];

    [Fact]
    public async Task Pyxdf_reads_equal_samples_stamps_and_markers()
    {
        using var folder = new TemporaryFolder();
        await using var run = await RecordedRun.StartAsync(new()
        {
            ChannelCount = 5,
            RateHz = 500,
            PacketSamples = 4,
            MarkerEverySeconds = 0.2,
            Faults = new() { Faults = [new(0.4, FaultKind.Lose, 2)] },
        });
        await run.Tap.UntilAsync(t => t.Rows.Count > 600);
        var summary = await run.EndAsync();
        await File.WriteAllBytesAsync(folder.PathOf("values"), MemoryMarshal.AsBytes<float>(run.Tap.Values).ToArray(), TestContext.Current.CancellationToken);
        double[] stamps = [.. run.Tap.Rows.Keys.Select(i => i / 500.0)];
        await File.WriteAllBytesAsync(folder.PathOf("stamps"), MemoryMarshal.AsBytes<double>(stamps).ToArray(), TestContext.Current.CancellationToken);
        foreach (var python in Pythons.Distinct())
        {
            using var process = Start(python, summary.Path, folder.PathOf("values"), folder.PathOf("stamps"), $"{run.Tap.Markers.Count}");
            if (process is null) continue;
            var said = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            var fault = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            if (process.ExitCode == 3) continue;
            Assert.True(process.ExitCode == 0, fault);
            Assert.StartsWith("equal", said, StringComparison.Ordinal);
            return;
        }

        Assert.Skip("pyxdf is not installed for Python: set PONS_PYTHON to an interpreter that has it, or PYTHONPATH.");
    }

    private static Process? Start(string python, params string[] arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo(python, [Path.Combine(Folder(), "recorded.py"), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true });
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static string Folder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
