using System.CommandLine;
using Pons.Cli.Documents;
using Pons.Devices;
using Pons.Devices.Emulation;
using Pons.Streams.Clocks;
using Spectre.Console;

namespace Pons.Cli;

/// <summary><c>pons emulate PROTOCOL</c>: a device that is not there, with faults on purpose, and what was really done wrong.</summary>
internal static class EmulateCommand
{
    private static readonly EmulationPlan Defaults = new();

    public static Command Create()
    {
        var protocol = new Argument<string>("protocol")
        {
            Description = $"What to speak: {string.Join(", ", DeviceProtocol.All.Select(p => p.Name))}; or a whole address.",
        };
        var address = new Argument<string?>("address") { Description = "Where to listen or send: an address or host:port; the protocol's own place when not given.", DefaultValueFactory = _ => null };
        var channels = Settings.Option("--channels", "Channels, where the protocol leaves that open", Defaults.ChannelCount).Within(1, 65_536);
        var rate = Settings.Option("--rate", "Samples per second, where the protocol leaves that open", Defaults.RateHz).Within(0.001, 1e6);
        var packet = Settings.Option("--packet", "Samples in a packet, where the protocol leaves that open", Defaults.PacketSamples).Within(1, 100_000);
        var markers = Settings.Option("--markers", "Seconds between markers, 0 for none", Defaults.MarkerEverySeconds).Within(0, 1e6);
        var faults = Settings.Option("--faults", "What goes wrong: a script in JSON, 'all' for one of each kind that the protocol can have, or 'none'", "none");
        var duration = Settings.Option("--duration", "Seconds until it ends, counted from when it listens; 0 for until Ctrl-C", 0.0).Within(0, 1e7);
        var seed = Settings.Option("--seed", "Decides what is lost at random; the script's own when 0", 0).Within(0, int.MaxValue);
        var json = Inputs.Json();
        var command = new Command(
            "emulate",
            """
            Speak a device's protocol as the device does, with a signal whose every value is known and faults on purpose.

            Examples:
              pons emulate rda --channels 32 --rate 1000
              pons emulate rda 127.0.0.1:51999 --faults all --duration 30 --json
            """)
        {
            protocol, address, channels, rate, packet, markers, faults, duration, seed, json,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var at = AddressOf(parsed.GetRequiredValue(protocol), parsed.GetValue(address));
            var spoken = ProtocolOf(at);
            var plan = new EmulationPlan
            {
                ChannelCount = parsed.GetRequiredValue(channels),
                RateHz = parsed.GetRequiredValue(rate),
                PacketSamples = parsed.GetRequiredValue(packet),
                MarkerEverySeconds = parsed.GetRequiredValue(markers),
                Faults = Script(parsed.GetRequiredValue(faults), parsed.GetRequiredValue(seed), spoken),
            };
            return await RunAsync(spoken.Emulate(at, plan, HostClock.System), parsed.GetRequiredValue(duration), parsed.GetValue(json), cancellation).ConfigureAwait(false);
        });
        return command;
    }

    private static async Task<int> RunAsync(DeviceEmulator emulator, double seconds, bool json, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var running = emulator.RunAsync(stop.Token);
        var listening = await emulator.Listening.ConfigureAwait(false);
        (json ? Terminal.Error : Terminal.Out).MarkupLineInterpolated($"listening at {listening.ToString()}");
        if (seconds > 0) stop.CancelAfter(TimeSpan.FromSeconds(seconds));
        try
        {
            await running.ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // It was asked to end, by Ctrl-C or because its time is over.
        }

        var document = EmulateDocument.Of(emulator, listening);
        if (json) JsonOutput.Write(document);
        else Print(document);
        return ExitStatus.Done;
    }

    private static DeviceAddress AddressOf(string protocol, string? address)
    {
        if (address is null) return DeviceAddress.Parse(protocol);
        var isWhole = address == protocol || address.StartsWith(protocol + ":", StringComparison.Ordinal) || address.StartsWith(protocol + "?", StringComparison.Ordinal);
        return DeviceAddress.Parse(isWhole ? address : $"{protocol}://{address}");
    }

    private static DeviceProtocol ProtocolOf(DeviceAddress address) => DeviceProtocol.Find(address.Protocol) ?? throw new UsageException(
        $"'{address.Protocol}' is no protocol that Pons speaks.", "Nothing can be emulated without one.",
        $"Give one of: {string.Join(", ", DeviceProtocol.All.Select(p => p.Name))}.");

    private static FaultScript Script(string faults, int seed, DeviceProtocol protocol)
    {
        var script = faults switch { "none" => FaultScript.None, "all" => protocol.EveryFault, _ => Read(faults) };
        return seed == 0 ? script : script with { Seed = seed };
    }

    private static FaultScript Read(string path)
    {
        Inputs.RequireFile(path);
        return FaultScript.Parse(File.ReadAllText(path), path);
    }

    private static void Print(EmulateDocument document)
    {
        Terminal.Out.MarkupLineInterpolated($"[bold]sent[/]  {document.Sent} samples of {document.Channels} channels{(document.FirstSample is { } first ? $", the first one was {first}" : "")}");
        Terminal.Out.MarkupLineInterpolated($"[bold]lost[/]  {document.Lost} samples on purpose");
        if (document.Faults.Count == 0) return;
        var table = new Table().Border(TableBorder.Simple).AddColumns("fault", "first sample", "samples lost", "bytes added");
        foreach (var fault in document.Faults) table.AddRow(fault.Kind.ToString(), $"{fault.FirstSample}", $"{fault.SampleCount}", $"{fault.Bytes}");
        Terminal.Out.Write(table);
    }
}
