using System.Net;
using System.Net.Sockets;
using Pons.Devices;
using Pons.Devices.Emulation;
using Pons.Devices.Unicorn;
using Pons.Streams;

namespace Pons.Tests.Devices.Unicorn;

public sealed class UnicornUdpTests
{
    private static readonly DeviceAddress Address = DeviceAddress.Parse("unicorn-udp://:1000");

    [Fact]
    public void Seventeen_values_have_names_units_and_kinds()
    {
        var tap = Parse(Address, Datagram(5), Datagram(6), Datagram(9), Datagram(8));
        Assert.Equal(["EEG8", "AccelX", "GyroX", "Battery", "Counter"], new[] { 7, 8, 11, 14, 15 }.Select(c => tap.Stream!.Info.Channels[c].Label));
        Assert.Equal((ChannelKind.Eeg, "µV"), (tap.Stream!.Info.Channels[0].Kind, tap.Stream.Info.Channels[0].Unit));
        Assert.Equal([0L, 1, 4], tap.Rows.Keys);
        Assert.Equal(5.5f, tap.Rows[0][0]);
        Assert.Equal(2, Assert.Single(tap.Gaps).SampleCount);
        Assert.Equal(1, Assert.Single(tap.Notices, n => n.Kind == DeviceNoticeKind.Late).Amount);
    }

    [Fact]
    public void Other_lengths_are_garbage_and_move_nothing()
    {
        var tap = Parse(Address, Datagram(0), [1, 2, 3], new byte[60_000], [], Datagram(1)[..64], Datagram(1));
        Assert.Equal([0L, 1], tap.Rows.Keys);
        Assert.Equal(3 + 60_000 + 64, tap.Notices.Where(n => n.Kind == DeviceNoticeKind.Garbage).Sum(n => n.Amount));
    }

    [Theory]
    [InlineData("unicorn-udp://:1?counter=0", "value 0 of a datagram is 5.5")]
    [InlineData("unicorn-udp://:1?counter=17", "counter is '17'")]
    [InlineData("unicorn-udp://:1?rate=0", "rate is '0'")]
    public void Wrong_options_are_stated(string address, string expected) =>
        Assert.Contains(expected, Assert.Throws<DeviceException>(() => Parse(DeviceAddress.Parse(address), Datagram(5))).Message);

    [Fact]
    public void Device_that_starts_again_is_told_from_late_datagrams()
    {
        byte[][] all = [Datagram(1000), .. Enumerable.Range(0, 8).Select(Datagram)];
        Assert.Contains("went back from 1000 to 7", Assert.Throws<DeviceException>(() => Parse(Address, all)).Message);
    }

    [Fact]
    public void Without_a_counter_that_is_told()
    {
        var tap = Parse(DeviceAddress.Parse("unicorn-udp://:1?counter=none"), Datagram(5), Datagram(9));
        Assert.Equal([0L, 1], tap.Rows.Keys);
        Assert.False(tap.Stream!.CountsSamples);
        Assert.Contains(tap.Notices, n => n.Text.Contains("not seen", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Emulator_loses_repeats_and_reorders_over_a_real_socket()
    {
        var plan = new EmulationPlan
        {
            Faults = new()
            {
                Faults =
                [
                    new(0.1, FaultKind.Lose, 4), new(0.2, FaultKind.Duplicate, 2), new(0.3, FaultKind.Reorder), new(0.35, FaultKind.Garbage, 50),
                    new(0.4, FaultKind.HostileLength),
                ],
            },
        };
        await using var run = EmulatedRun.StartDatagrams(new UnicornUdpProtocol(), plan);
        await run.Tap.UntilAsync(t => t.Rows.Count >= 150);
        await run.StopAsync();
        run.AssertExact();
        run.AssertGapsOfLog();
        Assert.Equal(3, run.Link.Counts.Late);
        Assert.Equal(60_050, run.Link.Counts.GarbageBytes);
    }

    [Fact]
    public async Task Port_of_another_program_is_stated()
    {
        using var other = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        other.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var port = ((IPEndPoint)other.LocalEndPoint!).Port;
        var link = new DeviceLink(new UnicornUdpProtocol().Open(DeviceAddress.Parse($"unicorn-udp://127.0.0.1:{port}"), new()));
        var fault = await Assert.ThrowsAsync<DeviceException>(() => link.RunAsync(TestContext.Current.CancellationToken));
        Assert.Contains($"another program has UDP port {port}", fault.Message);
    }

    [Theory]
    [InlineData("unicorn-udp", "no port is given")]
    [InlineData("unicorn-udp://cap:1000", "'cap' is no address in numbers")]
    [InlineData("unicorn-udp://198.51.100.7:1000", "cannot be opened")]
    public async Task Addresses_that_cannot_be_listened_to_are_stated(string address, string expected)
    {
        var link = new DeviceLink(new UnicornUdpProtocol().Open(DeviceAddress.Parse(address), new()));
        Assert.Contains(expected, (await Assert.ThrowsAsync<DeviceException>(() => link.RunAsync(TestContext.Current.CancellationToken))).Message);
    }

    private static CollectingTap Parse(DeviceAddress address, params byte[][] datagrams) =>
        ParsedBytes.ParseDatagrams(new UnicornDatagramParser(address), datagrams);

    private static byte[] Datagram(int counter) =>
        [.. Enumerable.Range(0, 17).SelectMany(i => BitConverter.GetBytes(i == 15 ? counter : counter + i + 0.5f))];
}
