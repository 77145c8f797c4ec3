using System.Net;
using System.Net.Sockets;
using System.Text;
using Pons.Devices;
using Pons.Formats;
using Pons.Sessions;
using Pons.Sessions.Remote;

namespace Pons.Tests.Sessions;

public sealed class RemoteTests
{
    [Theory]
    [InlineData("select all", RemoteCommandKind.SelectAll)]
    [InlineData("  Select   NONE ", RemoteCommandKind.SelectNone)]
    [InlineData("start", RemoteCommandKind.Start)]
    [InlineData("stop", RemoteCommandKind.Stop)]
    [InlineData("update", RemoteCommandKind.Update)]
    public void Commands_are_understood(string line, RemoteCommandKind kind) => Assert.Equal(kind, RemoteCommand.Parse(line)?.Kind);

    [Theory]
    [InlineData("")]
    [InlineData("select")]
    [InlineData("rm -rf /")]
    [InlineData("filename {root")]
    [InlineData("filename {colour:red}")]
    [InlineData("filename participant")]
    public void Other_lines_are_not(string line) => Assert.Null(RemoteCommand.Parse(line));

    [Fact]
    public void File_name_follows_the_template_of_LabRecorder()
    {
        var command = RemoteCommand.Parse(@"filename {root:/data} {template:exp%n\%p_block_%b.xdf} {run:2} {participant:P003} {task:MemoryGuided}");
        var name = new RecordingName("/", "x.xdf").With(command!.Fields);
        Assert.Equal(Path.GetFullPath("/data/exp2/P003_block_MemoryGuided.xdf"), name.PathAt(default));
        Assert.Throws<SessionException>(() => name.With(RemoteCommand.Parse("filename {participant:../../x}")!.Fields));
        Assert.Equal(Path.GetFullPath("/a%p.xdf"), RecordingName.Of("/a%p.xdf").PathAt(default));
    }

    [Fact]
    public async Task Programs_that_steer_LabRecorder_steer_Pons()
    {
        using var folder = new TemporaryFolder();
        var link = SessionSources.Open(DeviceAddress.Parse("twin://?block=5"));
        await using var desk = new RecordingDesk([link], new(folder.Path, "x.xdf"));
        var listener = new RemoteListener(new(IPAddress.Loopback, 0), desk.AnswerAsync);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var running = Task.WhenAll(listener.RunAsync(stop.Token), link.RunAsync(stop.Token));
        using var client = new TcpClient();
        await client.ConnectAsync(listener.Place, stop.Token);
        using var lines = new StreamReader(client.GetStream());
        async Task<string?> SayAsync(string line)
        {
            await client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(line + "\n"), stop.Token);
            return await lines.ReadLineAsync(stop.Token);
        }

        Assert.Equal("OK", await SayAsync("select all"));
        Assert.Equal("OK", await SayAsync("filename {template:%p/one.xdf} {participant:P1}"));
        Assert.Equal("OK", await SayAsync("start"));
        Assert.StartsWith("ERROR A recording is under way", await SayAsync("start"), StringComparison.Ordinal);
        while (desk.Recorder!.Status.Streams[0].Received < 50) await Task.Delay(5, stop.Token);
        Assert.Equal("OK", await SayAsync("stop"));
        Assert.StartsWith("ERROR", await SayAsync("start"), StringComparison.Ordinal);
        Assert.StartsWith("ERROR not understood", await SayAsync("dance"), StringComparison.Ordinal);
        using (var recording = Recording.Open(folder.PathOf("P1/one.xdf"))) Assert.InRange(recording.Streams[0].StoredCount, 50, long.MaxValue);
        await client.GetStream().WriteAsync(new byte[RemoteCommand.LongestLine], stop.Token);
        Assert.Equal("ERROR a line has at most 4096 bytes", await lines.ReadLineAsync(stop.Token));
        await stop.CancelAsync();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
    }
}
