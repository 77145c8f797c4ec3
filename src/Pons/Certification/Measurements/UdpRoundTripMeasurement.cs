using System.Net;
using System.Net.Sockets;

namespace Pons.Certification.Measurements;

/// <summary>
/// A block of EEG there and back as a datagram on the loopback interface, a millisecond apart. Figure: <c>lost</c>, datagrams that were
/// not back within half a second.
/// </summary>
public sealed class UdpRoundTripMeasurement : Measurement
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(0.5);

    /// <inheritdoc/>
    public override string Name => "udp";

    /// <inheritdoc/>
    public override double RelativeSeconds => 4.2;

    /// <inheritdoc/>
    protected override async Task<MeasurementResult> MeasureAsync(MeasuringTime time, CancellationToken cancellation)
    {
        using var near = Bound();
        using var far = Bound();
        await near.ConnectAsync(far.LocalEndPoint!, cancellation).ConfigureAwait(false);
        await far.ConnectAsync(near.LocalEndPoint!, cancellation).ConfigureAwait(false);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var echo = EchoAsync(far, over.Token);
        var result = await ExchangeAsync(near, time, cancellation).ConfigureAwait(false);
        await over.CancelAsync().ConfigureAwait(false);
        await echo.ConfigureAwait(false);
        return result;
    }

    private async Task<MeasurementResult> ExchangeAsync(Socket socket, MeasuringTime time, CancellationToken cancellation)
    {
        var (times, lost, question, answer) = (new TimeCollector(time), 0, EegMessage.New(), EegMessage.New());
        for (var number = 0; time.IsLeft; number++)
        {
            RoundTrips.Pause(cancellation);
            EegMessage.SetNumber(question, number);
            var sent = time.Now;
            await socket.SendAsync(question, cancellation).ConfigureAwait(false);
            if (await ReceiveAsync(socket, answer, number, time.Clock, cancellation).ConfigureAwait(false)) times.Add(sent, time.Now);
            else lost++;
        }

        return MeasurementResult.Of(Name, times.Milliseconds, new Figure("lost", lost, ""));
    }

    /// <summary>Waits for the answer of this number; late answers to earlier questions are passed over.</summary>
    private static async Task<bool> ReceiveAsync(Socket socket, byte[] answer, int number, TimeProvider clock, CancellationToken cancellation)
    {
        using var patience = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellation);
        try
        {
            do await socket.ReceiveAsync(answer, either.Token).ConfigureAwait(false);
            while (EegMessage.NumberOf(answer) != number);
            return true;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return false;
        }
    }

    private static async Task EchoAsync(Socket socket, CancellationToken over)
    {
        var buffer = EegMessage.New();
        try
        {
            while (true)
            {
                var count = await socket.ReceiveAsync(buffer, over).ConfigureAwait(false);
                await socket.SendAsync(buffer.AsMemory(0, count), over).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The measurement is over.
        }
    }

    private static Socket Bound()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return socket;
    }
}
