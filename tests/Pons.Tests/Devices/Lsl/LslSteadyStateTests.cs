using System.Buffers;
using System.Text;
using Pons.Devices;
using Pons.Devices.Lsl;
using Pons.Streams;

namespace Pons.Tests.Devices.Lsl;

/// <summary>Neither side allocates once its buffers have grown.</summary>
public sealed class LslSteadyStateTests
{
    [Theory]
    [InlineData(SampleType.Float32)]
    [InlineData(SampleType.Int16)]
    [InlineData(SampleType.Float64)]
    public void An_inlet_allocates_nothing_per_block(SampleType type)
    {
        var parser = new LslFeedParser(new("steady", "EEG", 64, type, 1000) { Uid = "abc" }, new("device"));
        var output = new SampleOutput("steady", new Nobody());
        var opening = new ArrayBufferWriter<byte>();
        opening.Write(Encoding.ASCII.GetBytes("LSL/110 200 OK\r\nUID: abc\r\n\r\n"));
        LslSampleWriter.Patterns(opening, type, 64);
        Read(parser, output, opening.WrittenSpan);
        var block = new ArrayBufferWriter<byte>();
        for (var i = 0; i < 32; i++)
        {
            LslSampleWriter.Tag(block, i == 0 ? 10.0 : null);
            LslSampleWriter.Values<float>(block, type, new float[64]);
        }

        for (var i = 0; i < 100; i++) Read(parser, output, block.WrittenSpan);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++) Read(parser, output, block.WrittenSpan);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public async Task An_outlet_allocates_nothing_per_chunk()
    {
        await using var outlet = LslOutlet.Open(new("steady", "EEG", 64, SampleType.Float32, 1000), LslTestSettings.Alone());
        using var client = new System.Net.Sockets.TcpClient();
        await client.ConnectAsync("127.0.0.1", outlet.Info.V4DataPort, TestContext.Current.CancellationToken);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"LSL:streamfeed/110 {outlet.Info.Uid}\r\n\r\n"), TestContext.Current.CancellationToken);
        await outlet.WaitForConsumerAsync(TestContext.Current.CancellationToken);
        var (chunk, read) = (new float[64 * 10], new byte[1 << 16]);
        var allocated = 0L;
        for (var i = 0; i < 300; i++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            outlet.Push<float>(chunk);
            if (i >= 100) allocated += GC.GetAllocatedBytesForCurrentThread() - before;
            client.GetStream().ReadExactly(read, 0, (10 * (1 + (64 * 4))) + 8); // ten tags and samples, one stamp
        }

        Assert.Equal(0, allocated);
    }

    private static void Read(LslFeedParser parser, SampleOutput output, ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty && parser.Parse(bytes, output) is > 0 and var used) bytes = bytes[used..];
        output.Flush();
    }

    private sealed class Nobody : SampleTap
    {
        public override void Begin(DeviceStream stream)
        {
        }

        public override void Take(SampleRun run)
        {
        }
    }
}
