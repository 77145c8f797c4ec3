using System.Buffers;
using Pons.Streams.Clocks;

namespace Pons.Devices.Zmtp;

/// <summary>Subscribes to everything that a publisher sends.</summary>
internal static class ZmtpSubscriber
{
    private const int LargestOpening = 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Greets, subscribes and pumps into a parser until the other side ends the connection.</summary>
    /// <exception cref="DeviceException">Nothing came for long, or the bytes break the protocol.</exception>
    /// <exception cref="IOException">The connection broke.</exception>
    public static async Task ReadAsync(Stream publisher, ZmtpParser parser, SampleOutput output, HostClock clock, CancellationToken cancellation)
    {
        await GreetAsync(publisher, parser, output, clock, cancellation).ConfigureAwait(false);
        var subscription = new ArrayBufferWriter<byte>();
        ZmtpWire.Frame(subscription, [1], hasMore: false);
        await publisher.WriteAsync(subscription.WrittenMemory, cancellation).ConfigureAwait(false);
        await new WireReader(parser, output, clock).ReadAsync(publisher, cancellation).ConfigureAwait(false);
        throw new DeviceException(
            output.Device, "the publisher closed the connection.", "Samples may be missing.", "Check that its program still runs.")
        { Code = DeviceFaultCode.Closed };
    }

    /// <summary>Waits for the publisher's READY: libzmq closes a connection whose subscription comes together with the greeting.</summary>
    private static async Task GreetAsync(Stream publisher, ZmtpParser parser, SampleOutput output, HostClock clock, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(Patience, clock.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        var hello = new ArrayBufferWriter<byte>();
        ZmtpWire.Open(hello, "SUB");
        var bytes = new byte[LargestOpening];
        try
        {
            await publisher.WriteAsync(hello.WrittenMemory, either.Token).ConfigureAwait(false);
            for (var length = 0; !parser.IsReady;)
            {
                // One byte at a time, so that nothing behind READY is read here: it is a hundred bytes, once.
                await publisher.ReadExactlyAsync(bytes.AsMemory(length++, 1), either.Token).ConfigureAwait(false);
                if (parser.Parse(bytes.AsSpan(0, length), output) > 0) length = 0;
                if (length == LargestOpening) throw NoPublisher(output, "no end of its greeting");
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw NoPublisher(output, "no greeting within 5 s");
        }
    }

    private static DeviceException NoPublisher(SampleOutput output, string what) => new(
        output.Device, $"{what}.", "The other side is no ZeroMQ publisher.", "Check the port.");
}
