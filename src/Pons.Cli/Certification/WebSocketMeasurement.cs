using System.Net.WebSockets;
using Pons.Certification;
using Pons.Certification.Measurements;
using Pons.Server.Certification;

namespace Pons.Cli.Certification;

/// <summary>A block of EEG there and back over a WebSocket of the server that shows the studio (Kestrel), a millisecond apart.</summary>
internal sealed class WebSocketMeasurement : Measurement
{
    private ClientWebSocket? _socket;

    public override string Name => "websocket";

    public override double RelativeSeconds => 4.2;

    public override async Task<MeasurementResult> RunAsync(
        double seconds, TimeProvider clock, Action<double>? report = null, CancellationToken cancellation = default)
    {
        await using var server = await ProbeServer.StartAsync(cancellation).ConfigureAwait(false);
        using var socket = new ClientWebSocket();
        try
        {
            await socket.ConnectAsync(server.EchoUrl, cancellation).ConfigureAwait(false);
            _socket = socket;
            return await base.RunAsync(seconds, clock, report, cancellation).ConfigureAwait(false);
        }
        catch (WebSocketException fault)
        {
            return MeasurementResult.Missing(Name, NotMeasuredKind.Failed, fault.Message);
        }
    }

    protected override Task<MeasurementResult> MeasureAsync(MeasuringTime time, CancellationToken cancellation) =>
        RoundTrips.MeasureAsync(Name, time, ExchangeAsync, cancellation);

    private async ValueTask ExchangeAsync(byte[] question, byte[] answer, CancellationToken stop)
    {
        await _socket!.SendAsync(question.AsMemory(), WebSocketMessageType.Binary, endOfMessage: true, stop).ConfigureAwait(false);
        var filled = 0;
        while (filled < answer.Length)
        {
            var received = await _socket!.ReceiveAsync(answer.AsMemory(filled), stop).ConfigureAwait(false);
            if (received.MessageType == WebSocketMessageType.Close) throw new IOException("The WebSocket was closed.");
            filled += received.Count;
        }
    }
}
