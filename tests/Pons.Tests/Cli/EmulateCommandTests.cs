using System.Net.Sockets;

namespace Pons.Tests.Cli;

public sealed class EmulateCommandTests
{
    [Fact]
    public async Task What_was_sent_and_lost_is_told_in_a_valid_document()
    {
        using var folder = new TemporaryFolder();
        var script = folder.PathOf("loss.json");
        await File.WriteAllTextAsync(script, """{"faults":[{"atSeconds":0.205,"kind":"Lose","amount":3}]}""", TestContext.Current.CancellationToken);
        using var process = CommandLine.Start("emulate", "rda", "rda?listen=any", "--rate", "1000", "--channels", "2", "--faults", script, "--duration", "3", "--json");
        var listening = await process.StandardError.ReadLineAsync(TestContext.Current.CancellationToken);
        using (var client = new TcpClient())
        {
            await client.ConnectAsync("127.0.0.1", int.Parse(listening!.Split(':')[^1]), TestContext.Current.CancellationToken);
            await client.GetStream().ReadAtLeastAsync(new byte[20_000], 20_000, cancellationToken: TestContext.Current.CancellationToken);
        }

        var told = new CommandLine(0, await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), "").ValidFor("emulate");
        Assert.InRange(told.GetProperty("sent").GetInt64(), 1000, 3000);
        var lost = told.GetProperty("faults")[0];
        Assert.Equal(("Lose", 200, 30), (lost.GetProperty("kind").GetString(), lost.GetProperty("firstSample").GetInt32(), lost.GetProperty("sampleCount").GetInt32()));
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, process.ExitCode);
    }

    [Fact]
    public async Task An_unknown_protocol_is_wrong_usage() => (await CommandLine.RunAsync("emulate", "eeg9000")).AssertRefused(2, "eeg9000");

    [Fact]
    public async Task A_script_that_is_none_is_bad_input() => (await CommandLine.RunAsync("emulate", "rda", "--faults", "nowhere.json")).AssertRefused(3, "nowhere.json");
}
