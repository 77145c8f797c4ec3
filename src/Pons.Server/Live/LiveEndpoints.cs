using System.Net.WebSockets;
using System.Reflection;
using System.Runtime.InteropServices;

namespace Pons.Server.Live;

/// <summary>The live session over HTTP and WebSocket.</summary>
internal static class LiveEndpoints
{
    private static readonly TimeSpan GoodbyePatience = TimeSpan.FromSeconds(1);

    public static void Map(WebApplication app, LiveFeed feed)
    {
        app.MapGet("/api/health", () => Results.Json(new { Status = "ok" }, LiveJson.Options));
        app.MapGet("/api/version", () => Results.Json(DescribeProgram(), LiveJson.Options));
        app.MapGet("/api/live", () => Results.Json(Describe(feed), LiveJson.Options));
        app.MapPost("/api/live/start", () => Ask(feed, LiveCommand.Start));
        app.MapPost("/api/live/pause", () => Ask(feed, LiveCommand.Pause));
        app.MapPost("/api/live/stop", () => Ask(feed, LiveCommand.Stop));
        app.Map("/api/live/stream", (HttpContext context) => StreamAsync(context, feed, app.Lifetime.ApplicationStopping));
    }

    private static object DescribeProgram() => new { Version = Version(), Runtime = RuntimeInformation.FrameworkDescription };

    private static object Describe(LiveFeed feed) => new
    {
        feed.State,
        Source = feed.Session?.SourceName,
        Subject = feed.Session?.Subject,
        Paradigm = feed.Session?.Paradigm,
        Channels = feed.Session?.Stream.ChannelCount,
        feed.Session?.Stream.RateHz,
        Watching = feed.ClientCount,
    };

    private static IResult Ask(LiveFeed feed, LiveCommand command)
    {
        if (Objection(feed.State, command) is { } objection) return Problem(objection, StatusCodes.Status409Conflict);
        if (feed.Commands.TryAsk(command))
            return Results.Json(new { Asked = command, feed.State }, LiveJson.Options, statusCode: StatusCodes.Status202Accepted);
        return Problem(new("The session does not take commands.", "What was asked would be lost.",
            "Stop the program with Ctrl-C in its terminal, and start it again."), StatusCodes.Status503ServiceUnavailable);
    }

    private static ProblemMessage? Objection(LiveState state, LiveCommand command) => (state, command) switch
    {
        (LiveState.Running, LiveCommand.Start) =>
            new("The session runs already.", "There is one session at a time.", "Stop it first."),
        (LiveState.Idle or LiveState.Ended, LiveCommand.Pause) =>
            new("No session runs.", "There is nothing to pause.", "Start a session first."),
        (LiveState.Paused, LiveCommand.Pause) =>
            new("The session is paused already.", "Nothing would change.", "Start it to go on, or stop it."),
        // A stop is never refused: it must work even when this side believes that nothing runs.
        _ => null,
    };

    private static IResult Problem(ProblemMessage message, int status) => Results.Json(message, LiveJson.Options, statusCode: status);

    private static async Task StreamAsync(HttpContext context, LiveFeed feed, CancellationToken stopping)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.StatusCode = StatusCodes.Status426UpgradeRequired;
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync().ConfigureAwait(false);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stopping, context.RequestAborted);
        using var leave = new CancellationTokenSource();
        using var client = feed.Join();
        try
        {
            var watching = WatchForCloseAsync(socket, over, leave.Token);
            await SendAsync(socket, client, over.Token, context.RequestAborted).ConfigureAwait(false);
            await CloseAsync(socket, client).ConfigureAwait(false);
            leave.CancelAfter(GoodbyePatience);
            await watching.ConfigureAwait(false);
        }
        finally
        {
            feed.Leave(client);
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

    private static string Version() =>
        typeof(LiveEndpoints).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
}
