using System.Buffers.Binary;
using Pons.Devices;
using Pons.Devices.BrainFlow;
using Pons.Devices.Emulation;
using Pons.Streams;

namespace Pons.Tests.Devices.BrainFlow;

public sealed class BrainFlowTests
{
    private static readonly DeviceAddress Cyton = DeviceAddress.Parse("brainflow://:6677?board=cyton");

    [Fact]
    public void Every_board_of_the_table_has_each_row_once()
    {
        Assert.Equal(9, BrainFlowBoard.All.Length);
        foreach (var board in BrainFlowBoard.All)
        {
            int[] rows = [board.PackageRow, board.StampRow, board.MarkerRow, .. board.Groups.SelectMany(g => Enumerable.Range(g.First, g.Count))];
            Assert.Equal(Enumerable.Range(0, board.Rows), rows.Order());
            var channels = board.Info(Cyton).Channels;
            Assert.Equal(board.Rows, channels.Select(c => c.Label).Distinct().Count());
            Assert.Equal(ChannelKind.Trigger, channels[board.MarkerRow].Kind);
        }
    }

    [Fact]
    public void Cyton_datagram_of_three_packages_has_576_bytes_and_keeps_every_value()
    {
        byte[] datagram = [.. Package(254, 10), .. Package(255, 10.004, marker: 7.5), .. Package(0, 10.008)];
        Assert.Equal(576, datagram.Length);
        var tap = ParsedBytes.ParseDatagrams(new BrainFlowParser(Cyton, BrainFlowBoard.Of(Cyton)), datagram, Package(1, 10.012));
        Assert.Equal([0L, 1, 2, 3], tap.Rows.Keys);
        Assert.Equal([.. datagram, .. Package(1, 10.012)], tap.Exact);
        Assert.Equal((1L, "7.5"), (Assert.Single(tap.Markers).SampleIndex, tap.Markers[0].Label));
        Assert.Equal(SampleType.Float64, tap.Stream!.SampleType);
    }

    [Theory]
    [InlineData(5, 10.02, 5L)]
    [InlineData(5, 11.044, 261L)]
    [InlineData(200, 10.8, 200L)]
    [InlineData(44, 11.2, 300L)]
    public void Loss_is_taken_from_the_counter_and_its_turns_from_the_sender_time(int counter, double time, long expected)
    {
        var tap = ParsedBytes.ParseDatagrams(new BrainFlowParser(Cyton, BrainFlowBoard.Of(Cyton)), Package(0, 10), Package(counter, time));
        Assert.Equal([0, expected], tap.Rows.Keys);
    }

    [Fact]
    public void Late_and_repeated_datagrams_are_counted_and_not_used()
    {
        var tap = ParsedBytes.ParseDatagrams(
            new BrainFlowParser(Cyton, BrainFlowBoard.Of(Cyton)),
            Package(0, 10), Package(2, 10.008), Package(1, 10.004), Package(2, 10.008), Package(3, 10.012));
        Assert.Equal([0L, 2, 3], tap.Rows.Keys);
        Assert.Equal(2, tap.Notices.Count(n => n.Kind == DeviceNoticeKind.Late));
    }

    [Theory]
    [InlineData("brainflow://:1", "no board is given")]
    [InlineData("brainflow://:1?board=galea", "board 'galea' is not in the table")]
    [InlineData("brainflow://:1?board=0&batch=100", "batch is '100'")]
    [InlineData("brainflow://:1?board=0&speed=2", "no option 'speed'")]
    public void Wrong_options_are_stated(string address, string expected) =>
        Assert.Contains(expected, Assert.Throws<DeviceException>(() => new BrainFlowProtocol().Open(DeviceAddress.Parse(address), new())).Message);

    [Fact]
    public void Rows_of_another_board_are_stated_and_not_read()
    {
        var daisy = new byte[32 * 8 * 2];
        Assert.Contains("512 bytes", Assert.Throws<DeviceException>(() =>
            ParsedBytes.ParseDatagrams(new BrainFlowParser(Cyton, BrainFlowBoard.Of(Cyton)), daisy, daisy, daisy)).Message);
        Assert.Contains("row 0 is 0.5", Assert.Throws<DeviceException>(() =>
            ParsedBytes.ParseDatagrams(new BrainFlowParser(Cyton, BrainFlowBoard.Of(Cyton)), Package(0.5, 1))).Message);
    }

    [Theory]
    [InlineData("?board=cyton", 1)]
    [InlineData("?board=-1&batch=5", 1)]
    [InlineData("?board=unicorn", 0)]
    [InlineData("?board=2&batch=1", 1)]
    public async Task Emulator_loses_repeats_and_reorders_over_a_real_socket(string options, int eegAt)
    {
        var plan = new EmulationPlan
        {
            MarkerEverySeconds = 0.2,
            Faults = new()
            {
                Faults = [new(0.1, FaultKind.Lose, 4), new(0.2, FaultKind.Duplicate), new(0.3, FaultKind.Reorder), new(0.4, FaultKind.Garbage, 50)],
            },
        };
        await using var run = EmulatedRun.StartDatagrams(new BrainFlowProtocol(), plan, options);
        await run.Tap.UntilAsync(t => t.Rows.Count >= 120);
        await run.StopAsync();
        foreach (var (index, row) in run.Tap.Rows)
            for (var c = 0; c < run.Emulator.Plan.ChannelCount; c++)
                Assert.Equal(run.Emulator.Signal.Value(index, c), row[eegAt + c]);
        run.AssertGapsOfLog();
        Assert.Equal(2 * run.Emulator.Plan.PacketSamples, run.Link.Counts.Late);
        Assert.Equal(50, run.Link.Counts.GarbageBytes);
        Assert.NotEmpty(run.Tap.Markers);
        Assert.All(run.Tap.Markers, m => Assert.Equal(0, m.SampleIndex % (long)(run.Emulator.Plan.RateHz / 5)));
    }

    [Fact]
    public async Task Multicast_group_is_read()
    {
        var run = EmulatedRun.StartDatagrams(new BrainFlowProtocol(), new(), "?board=cyton", "239.255.43.21");
        await using (run)
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5));
            var isThere = run.Tap.UntilAsync(t => t.Rows.Count >= 10);
            await Task.WhenAny(isThere, Task.Delay(Timeout.Infinite, limit.Token).ContinueWith(static _ => { }, TaskScheduler.Default));
            Assert.SkipUnless(isThere.IsCompletedSuccessfully, "This computer has no multicast.");
        }
    }

    private static byte[] Package(double counter, double time, double marker = 0)
    {
        var package = new byte[24 * 8];
        for (var i = 0; i < 24; i++)
            BinaryPrimitives.WriteDoubleLittleEndian(package.AsSpan(i * 8), i switch { 0 => counter, 22 => time, 23 => marker, _ => i + 0.1 });
        return package;
    }
}
