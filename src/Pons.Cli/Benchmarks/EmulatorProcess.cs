using System.Diagnostics;
using System.Globalization;
using Pons.Devices;
using Pons.Devices.Emulation;

namespace Pons.Cli.Benchmarks;

/// <summary>An emulated device in a process of its own, so that its work does not count as the receiver's.</summary>
internal sealed class EmulatorProcess : IDisposable
{
    private const string Listening = "listening at ";
    private readonly Process _process;

    private EmulatorProcess(Process process, DeviceAddress address) => (_process, Address) = (process, address);

    /// <summary>Where a driver finds it.</summary>
    public DeviceAddress Address { get; }

    /// <summary>Starts <c>pons emulate</c> and waits until it listens.</summary>
    public static async Task<EmulatorProcess> StartAsync(string protocol, EmulationPlan plan, CancellationToken cancellation)
    {
        string[] arguments =
        [
            Path.Combine(AppContext.BaseDirectory, "Pons.Cli.dll"), "emulate", $"{protocol}?listen=any", "--channels", Text(plan.ChannelCount),
            "--rate", Text(plan.RateHz), "--packet", Text(plan.PacketSamples), "--markers", "0",
        ];
        var process = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true })!;
        try
        {
            while (await process.StandardOutput.ReadLineAsync(cancellation).ConfigureAwait(false) is { } line)
                if (line.StartsWith(Listening, StringComparison.Ordinal)) return new(process, DeviceAddress.Parse(line[Listening.Length..].Trim()));
            throw new InputException($"The emulator of {protocol} ended at once.", "Without it there is nothing to receive.", "Run 'pons emulate' by itself and mend what it says.");
        }
        catch
        {
            End(process);
            throw;
        }
    }

    public void Dispose() => End(_process);

    private static void End(Process process)
    {
        process.Kill();
        process.WaitForExit();
        process.Dispose();
    }

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);
}
