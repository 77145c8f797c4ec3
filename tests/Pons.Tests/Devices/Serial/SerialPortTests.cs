using Pons.Devices;
using Pons.Devices.Serial;

namespace Pons.Tests.Devices.Serial;

/// <summary>Ports over pseudo-terminals, as Linux and macOS have them.</summary>
public sealed class SerialPortTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(115_200)]
    [InlineData(921_600)]
    [InlineData(222_222)]
    public async Task Every_byte_passes_unchanged_in_both_directions(int baud)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no pseudo-terminals.");
        await using var terminal = PseudoTerminal.Open();
        await using var port = SerialPort.Open(terminal.Path, baud);
        byte[] all = [.. Enumerable.Range(0, 256).Select(b => (byte)b)];
        terminal.Bytes.Write(all);
        Assert.Equal(all, await ReadAsync(port.Bytes, 256));
        port.Bytes.Write(all);
        Assert.Equal(all, await ReadAsync(terminal.Bytes, 256));
    }

    [Fact]
    public async Task Second_program_is_refused_and_the_port_is_free_again_after_closing()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no pseudo-terminals.");
        await using var terminal = PseudoTerminal.Open();
        await using (SerialPort.Open(terminal.Path, 115_200))
            Assert.Contains("another program has", Assert.Throws<DeviceException>(() => SerialPort.Open(terminal.Path, 115_200)).Message);
        await using var again = SerialPort.Open(terminal.Path, 115_200);
    }

    [Fact]
    public async Task Pulling_the_plug_ends_a_waiting_read_and_plugging_in_brings_the_same_name_back()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no pseudo-terminals.");
        var folder = Directory.CreateTempSubdirectory();
        var name = Path.Combine(folder.FullName, "tty");
        var terminal = PseudoTerminal.Open(name);
        await using (var port = SerialPort.Open(name, 115_200))
        {
            var reading = port.Bytes.ReadAsync(new byte[1], Cancellation).AsTask();
            await terminal.DisposeAsync();
            Assert.Contains("vanished", (await Assert.ThrowsAsync<IOException>(() => reading)).Message);
            Assert.ThrowsAny<Exception>(() => port.Bytes.Write([1]));
        }

        Assert.Contains("no such serial port", Assert.Throws<DeviceException>(() => SerialPort.Open(name, 115_200)).Message);
        await using (PseudoTerminal.Open(name))
        await using (SerialPort.Open(name, 115_200)) { }
        folder.Delete();
    }

    [Fact]
    public async Task Waiting_read_can_be_cancelled_and_read_again()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no pseudo-terminals.");
        await using var terminal = PseudoTerminal.Open();
        await using var port = SerialPort.Open(terminal.Path, 115_200);
        using var stop = new CancellationTokenSource();
        var reading = port.Bytes.ReadAsync(new byte[1], stop.Token).AsTask();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        terminal.Bytes.Write([7]);
        Assert.Equal([7], await ReadAsync(port.Bytes, 1));
    }

    [Fact]
    public async Task More_than_the_reader_takes_waits_in_bounded_memory_and_comes_in_order()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no pseudo-terminals.");
        await using var terminal = PseudoTerminal.Open();
        await using var port = SerialPort.Open(terminal.Path, 115_200);
        var sent = new byte[3 << 20];
        new Random(3).NextBytes(sent);
        var sending = Task.Run(() => terminal.Bytes.Write(sent), Cancellation);
        Assert.Equal(sent, await ReadAsync(port.Bytes, sent.Length));
        await sending;
    }

    [Fact]
    public void File_that_is_no_port_is_refused()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no pseudo-terminals.");
        Assert.Contains("cannot be set", Assert.Throws<DeviceException>(() => SerialPort.Open("/dev/null", 115_200)).Message);
    }

    [Theory]
    [InlineData("16", true)]
    [InlineData("1", false)]
    [InlineData("?", false)]
    public void Latency_timer_of_an_adapter_is_told_when_it_hurts(string milliseconds, bool isTold) =>
        Assert.Equal(isTold, UnixPort.LatencyWarning(milliseconds, "/sys/x") is [var text] && text.Contains("echo 1", StringComparison.Ordinal));

    [Fact]
    public void Only_port_is_taken_and_several_are_named()
    {
        var address = DeviceAddress.Parse("cyton");
        Assert.Equal("a", SerialPort.Only(address, [new("a", "")]));
        Assert.Contains("no serial port", Assert.Throws<DeviceException>(() => SerialPort.Only(address, [])).Message);
        Assert.Contains("a, b", Assert.Throws<DeviceException>(() => SerialPort.Only(address, [new("a", ""), new("b", "")])).Message);
        Assert.All(SerialPort.List(), p => Assert.NotEmpty(p.Path));
    }

    private static async Task<byte[]> ReadAsync(Stream bytes, int count)
    {
        var all = new byte[count];
        await bytes.ReadExactlyAsync(all, Cancellation);
        return all;
    }
}
