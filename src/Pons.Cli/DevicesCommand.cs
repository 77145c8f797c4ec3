using System.Collections.Immutable;
using System.CommandLine;
using Pons.Cli.Documents;
using Pons.Devices;
using Pons.Devices.Lsl;
using Pons.Streams.Clocks;
using Spectre.Console;

namespace Pons.Cli;

/// <summary><c>pons devices</c>: which devices and streams can be received now, which protocols there are, and why one cannot be seen.</summary>
internal static class DevicesCommand
{
    private const double DefaultPatience = 2;

    public static Command Create()
    {
        var patience = Settings.Option("--patience", "Seconds to look", DefaultPatience).Within(0.1, 600);
        var protocols = new Option<bool>("--protocols") { Description = "List the protocols that Pons speaks, with examples of addresses." };
        var why = new Option<string?>("--why") { Description = "Say why a stream cannot be seen or received; an address or the name of a stream, or nothing for any.", Arity = ArgumentArity.ZeroOrOne, HelpName = "ADDRESS|NAME" };
        var json = Inputs.Json();
        var command = new Command(
            "devices",
            """
            Devices and streams that can be received now. With --why status 1 when something stands in the way.

            Examples:
              pons devices
              pons devices --protocols
              pons devices --why EEG
            """)
        {
            patience, protocols, why, json,
        };
        command.SetAction((parsed, cancellation) =>
        {
            var (seconds, asJson) = (TimeSpan.FromSeconds(parsed.GetRequiredValue(patience)), parsed.GetValue(json));
            if (parsed.GetValue(protocols)) return Task.FromResult(ListProtocols(asJson));
            return parsed.GetResult(why) is not null ? ExplainAsync(parsed.GetValue(why), seconds, asJson, cancellation) : FindAsync(seconds, asJson, cancellation);
        });
        return command;
    }

    private static async Task<int> FindAsync(TimeSpan patience, bool json, CancellationToken cancellation)
    {
        DevicesDocument document = new([], []);
        await Progress.BarAsync("looking for devices", DeviceProtocol.All.Length, async report => document = await LookAsync(patience, report, cancellation).ConfigureAwait(false)).ConfigureAwait(false);
        if (json) JsonOutput.Write(document);
        else Print(document);
        return ExitStatus.Done;
    }

    private static async Task<DevicesDocument> LookAsync(TimeSpan patience, Action<double> report, CancellationToken cancellation)
    {
        var done = 0;
        var found = await Task.WhenAll(DeviceProtocol.All.Select(async protocol =>
        {
            try
            {
                var devices = await protocol.FindAsync(patience, HostClock.System, cancellation).ConfigureAwait(false);
                return (Devices: devices.Select(DevicesDocument.Device.Of).ToList(), Fault: (DevicesDocument.Fault?)null);
            }
            catch (PonsException fault)
            {
                return ([], new(protocol.Name, fault.What, fault.Why, fault.Remedy));
            }
            finally
            {
                report(Interlocked.Increment(ref done));
            }
        })).ConfigureAwait(false);
        return new([.. found.SelectMany(f => f.Devices)], [.. found.Select(f => f.Fault).OfType<DevicesDocument.Fault>()]);
    }

    private static void Print(DevicesDocument document)
    {
        foreach (var fault in document.Faults) Terminal.Error.MarkupLineInterpolated($"[yellow]{fault.Protocol}: {fault.What}[/] {fault.Remedy}");
        if (document.Devices.Count == 0)
        {
            Terminal.Out.MarkupLine("No device was found. 'pons devices --why' says what may stand in the way; 'pons devices --protocols' lists what has to be named by its address.");
            return;
        }

        var table = new Table().Border(TableBorder.Simple).AddColumns("name", "type", "channels", "Hz", "address", "detail");
        foreach (var d in document.Devices)
            table.AddRow(Markup.Escape(d.Name), Markup.Escape(d.Type), $"{d.Channels}", FormattableString.Invariant($"{d.RateHz}"), Markup.Escape(d.Address), Markup.Escape(d.Detail));
        Terminal.Out.Write(table);
    }

    private static int ListProtocols(bool json)
    {
        if (json)
        {
            JsonOutput.Write(DeviceProtocolsDocument.Of(DeviceProtocol.All));
            return ExitStatus.Done;
        }

        var table = new Table().Border(TableBorder.Simple).AddColumns("protocol", "what", "example", "options");
        foreach (var p in DeviceProtocol.All)
            table.AddRow(p.Name, Markup.Escape(p.Title), Markup.Escape(p.Example), Markup.Escape(string.Join('\n', p.Options.Select(o => $"{o.Name}: {o.Meaning}"))));
        Terminal.Out.Write(table);
        return ExitStatus.Done;
    }

    private static async Task<int> ExplainAsync(string? about, TimeSpan patience, bool json, CancellationToken cancellation)
    {
        var address = about is null ? null : about.IndexOfAny([':', '?']) >= 0 || DeviceProtocol.Find(about) is not null
            ? DeviceAddress.Parse(about)
            : new DeviceAddress("lsl", options: new Dictionary<string, string> { ["name"] = about }.ToImmutableSortedDictionary(StringComparer.Ordinal));
        var findings = address is null or { Protocol: "lsl" }
            ? await new LslDiagnosis(LslSettings.Load()).RunAsync(address, patience, cancellation).ConfigureAwait(false)
            : [await TryAsync(address, cancellation).ConfigureAwait(false)];
        var isBlocked = findings.Any(f => f.Weight == LslWeight.Blocking);
        if (json) JsonOutput.Write(new DevicesWhyDocument(address?.ToString(), isBlocked, [.. findings.Select(f => new DevicesWhyDocument.Finding(f.Code, f.Weight.ToString(), f.What, f.Why, f.Remedy))]));
        else foreach (var finding in findings) Print(finding);
        return isBlocked ? ExitStatus.CheckFailed : ExitStatus.Done;
    }

    /// <summary>Opens a device of any other protocol for a moment; its own error says what is wrong.</summary>
    private static async Task<LslFinding> TryAsync(DeviceAddress address, CancellationToken cancellation)
    {
        var protocol = DeviceProtocol.Find(address.Protocol) ?? throw new UsageException(
            $"'{address.Protocol}' is no protocol that Pons speaks.", "Nothing can be said of it.", "See 'pons devices --protocols'.");
        try
        {
            var source = await DeviceSource.OpenAsync(new(protocol.Open(address, HostClock.System)), cancellation).ConfigureAwait(false);
            await using (source.ConfigureAwait(false))
                return new("device-answers", LslWeight.Good, $"{address} sends '{source.Info.Name}' with {source.Info.ChannelCount} channels.", "It can be received.", "");
        }
        catch (DeviceException fault)
        {
            return new("device-unreachable", LslWeight.Blocking, fault.What, fault.Why, fault.Remedy);
        }
    }

    private static void Print(LslFinding finding)
    {
        var colour = finding.Weight switch { LslWeight.Blocking => "red", LslWeight.Doubtful => "yellow", _ => "green" };
        Terminal.Out.MarkupLine($"[{colour}]{finding.Weight.ToString().ToLowerInvariant()}[/]  {Markup.Escape(finding.What)} [grey]({finding.Code})[/]");
        Terminal.Out.MarkupLine($"[grey]  why:[/] {Markup.Escape(finding.Why)}");
        if (finding.Remedy.Length > 0) Terminal.Out.MarkupLine($"[grey]   do:[/] {Markup.Escape(finding.Remedy)}");
    }
}
