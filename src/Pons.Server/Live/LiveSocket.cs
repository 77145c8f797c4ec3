using System.Net.WebSockets;

namespace Pons.Server.Live;

/// <summary>Sends what a <see cref="LiveClient"/> waits for over a WebSocket.</summary>
internal static class LiveSocket
{
    private static readonly TimeSpan GoodbyePatience = TimeSpan.FromSeconds(1);

    /// <summary>Serves one browser until it leaves, falls too far behind, or the server stops.</summary>
    public static async Task RunAsync(HttpContext context, Func<LiveClient> join, Action<LiveClient> leave, CancellationToken stopping)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.StatusCode = StatusCodes.Status426UpgradeRequired;
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync().ConfigureAwait(false);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stopping, context.RequestAborted);
        using var last = new CancellationTokenSource();
        using var client = join();
        try
        {
            var watching = WatchForCloseAsync(socket, over, last.Token);
            await SendAsync(socket, client, over.Token, context.RequestAborted).ConfigureAwait(false);
            await CloseAsync(socket, client).ConfigureAwait(false);
            last.CancelAfter(GoodbyePatience);
            await watching.ConfigureAwait(false);
        }
        finally
        {
            leave(client);
        }
    }

    /// <summary>Sends until it is over. A message under way is finished: breaking it off would break the goodbye as well.</summary>
    private static async Task SendAsync(WebSocket socket, LiveClient client, CancellationToken over, CancellationToken aborted)
    {
        try
        {
            while (await client.TakeAsync(over).ConfigureAwait(false) is { } message)
            {
                var type = message.IsBinary ? WebSocketMessageType.Binary : WebSocketMessageType.Text;
                await socket.SendAsync(message.Bytes, type, endOfMessage: true, aborted).ConfigureAwait(false);
            }
        }
        catch (Exception fault) when (fault is OperationCanceledException or WebSocketException)
        {
            // The browser left or the server stops: the ordinary ends of a stream.
        }
    }

    /// <summary>A browser sends nothing but its goodbye; anything else is not read, and ends the stream.</summary>
    private static async Task WatchForCloseAsync(WebSocket socket, CancellationTokenSource over, CancellationToken leave)
    {
        try
        {
            await socket.ReceiveAsync(new byte[256], leave).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is OperationCanceledException or WebSocketException)
        {
            // As above.
        }

        await over.CancelAsync().ConfigureAwait(false);
    }

    private static async Task CloseAsync(WebSocket socket, LiveClient client)
    {
        if (socket.State is not (WebSocketState.Open or WebSocketState.CloseReceived)) return;
        using var patience = new CancellationTokenSource(GoodbyePatience);
        var status = client.IsGivenUp ? WebSocketCloseStatus.PolicyViolation : WebSocketCloseStatus.NormalClosure;
        try
        {
            await socket.CloseOutputAsync(status, client.IsGivenUp ? "too slow" : "over", patience.Token).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is OperationCanceledException or WebSocketException)
        {
            // The other side is gone already.
        }
    }
}
