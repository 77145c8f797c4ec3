using System.Net.WebSockets;
using Pons.Certification;
using Pons.Certification.Measurements;
using Pons.Server.Certification;

namespace Pons.Cli.Certification;

/// <summary>A block of EEG there and back over a WebSocket of the server that shows the studio (Kestrel), a millisecond apart.</summary>
internal sealed class WebSocketMeasurement : Measurement
{
    public override string Name => "websocket";

    public override double RelativeSeconds => 4.2;

    protected override async Task<MeasurementResult> MeasureAsync(MeasuringTime time, CancellationToken cancellation)
    {
        await using var server = await ProbeServer.StartAsync(cancellation).ConfigureAwait(false);
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(server.EchoUrl, cancellation).ConfigureAwait(false);
        return await RoundTrips.MeasureAsync(Name, time, (question, answer, stop) => ExchangeAsync(socket, question, answer, stop), cancellation).ConfigureAwait(false);
    }

    private static async ValueTask ExchangeAsync(ClientWebSocket socket, byte[] question, byte[] answer, CancellationToken stop)
    {
        await socket.SendAsync(question.AsMemory(), WebSocketMessageType.Binary, endOfMessage: true, stop).ConfigureAwait(false);
        var filled = 0;
        while (filled < answer.Length)
        {
            var received = await socket.ReceiveAsync(answer.AsMemory(filled), stop).ConfigureAwait(false);
            if (received.MessageType == WebSocketMessageType.Close) throw new IOException("The WebSocket was closed.");
            filled += received.Count;
        }
    }
}
