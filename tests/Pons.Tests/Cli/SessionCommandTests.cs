using Pons.Tests.Control.Remote;

namespace Pons.Tests.Cli;

/// <summary>Sessions that are recorded with their decisions, and replayed.</summary>
public sealed class SessionCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_session_of_the_virtual_subject_is_replayed_bit_for_bit_and_a_changed_sample_is_found()
    {
        var path = _folder.PathOf("s.xdf");
        var demo = (await CommandLine.RunAsync("demo", "--headless", "--virtual-time", "--duration", "30", "--out", path, "--json")).ValidFor("demo");
        var replay = (await CommandLine.RunAsync("replay", path, "--json")).ValidFor("replay-session");
        Assert.True(replay.GetProperty("isEqual").GetBoolean());
        Assert.Equal(demo.GetProperty("decisions").GetProperty("hash").GetString(), replay.GetProperty("replayed").GetProperty("hash").GetString());
        var bytes = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        for (var i = bytes.Length / 2; i < bytes.Length / 2 + 4096; i += 4) bytes[i] ^= 0x10;
        await File.WriteAllBytesAsync(path, bytes, TestContext.Current.CancellationToken);
        Assert.Equal(1, (await CommandLine.RunAsync("replay", path)).Status);
    }

    [Fact]
    public async Task A_virtual_subject_is_decoded_live_and_recorded()
    {
        await CommandLine.RunAsync("demo", "--headless", "--virtual-time", "--duration", "5", "--out", _folder.PathOf("d.xdf"));
        var run = await CommandLine.RunAsync(
            "run", "--source", "twin://?seed=3", "--model", _folder.PathOf("d.pons-model"), "--out", _folder.PathOf("r.xdf"), "--duration", "3", "--budget", "1000", "--json");
        Assert.True(run.ValidFor("run").GetProperty("decisions").GetProperty("count").GetInt32() > 5);
        Assert.True((await CommandLine.RunAsync("replay", _folder.PathOf("r.xdf"), "--json")).ValidFor("replay-session").GetProperty("isEqual").GetBoolean());
    }

    [Fact]
    public async Task Decisions_of_a_virtual_subject_go_out_to_a_listener()
    {
        using var receiver = new LineReceiver();
        await CommandLine.RunAsync("demo", "--headless", "--virtual-time", "--duration", "5", "--out", _folder.PathOf("d.xdf"));
        var run = await CommandLine.RunAsync(
            "run", "--source", "twin://?seed=3", "--model", _folder.PathOf("d.pons-model"), "--out", _folder.PathOf("r.xdf"), "--duration", "3",
            "--to", receiver.Address.ToString(), "--budget", "1000", "--on-late", "safe", "--json");
        var sent = run.ValidFor("run").GetProperty("receivers")[0].GetProperty("sent").GetInt32();
        await receiver.UntilAsync(l => l.Any(x => x.TryGetProperty("reason", out var reason) && reason.GetString() == "SessionEnded"));
        Assert.Equal(sent, receiver.Lines.Count(l => l.GetProperty("kind").GetString() == "decision"));
        Assert.True(sent > 5);
    }

    [Theory]
    [InlineData("--on-late safe", "--budget 20", "without --to")]
    [InlineData("--on-late safe", "--to tcp://127.0.0.1:7000", "without --budget")]
    [InlineData("--on-late hold", "", "without --budget")]
    public async Task A_reaction_that_cannot_be_is_refused(string late, string other, string what)
    {
        var model = _folder.PathOf("m.pons-model");
        await File.WriteAllTextAsync(model, "", TestContext.Current.CancellationToken);
        string[] all = ["run", "--source", "twin", "--model", model, "--out", _folder.PathOf("r.xdf"), .. late.Split(' '), .. other.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
        (await CommandLine.RunAsync(all)).AssertRefused(2, what);
    }

    [Fact]
    public async Task A_recording_without_decisions_needs_a_model() =>
        (await CommandLine.RunAsync("replay", typeof(SessionCommandTests).Assembly.Location)).AssertRefused(2, "--model");
}
