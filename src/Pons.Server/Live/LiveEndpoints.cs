using System.Reflection;
using System.Runtime.InteropServices;

namespace Pons.Server.Live;

/// <summary>The live session over HTTP and WebSocket.</summary>
internal static class LiveEndpoints
{
    public static void Map(WebApplication app, LiveFeed feed)
    {
        app.MapGet("/api/health", () => Results.Json(new { Status = "ok" }, LiveJson.Options));
        app.MapGet("/api/version", () => Results.Json(DescribeProgram(), LiveJson.Options));
        app.MapGet("/api/live", () => Results.Json(Describe(feed), LiveJson.Options));
        app.MapPost("/api/live/start", () => Ask(feed, LiveCommand.Start));
        app.MapPost("/api/live/pause", () => Ask(feed, LiveCommand.Pause));
        app.MapPost("/api/live/stop", () => Ask(feed, LiveCommand.Stop));
        app.Map("/api/live/stream", (HttpContext context) => LiveSocket.RunAsync(context, feed.Join, feed.Leave, app.Lifetime.ApplicationStopping));
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
        if (Objection(feed, command) is { } objection) return Problem(objection, StatusCodes.Status409Conflict);
        if (feed.Listening.TryAsk(command))
            return Results.Json(new { Asked = command, feed.State }, LiveJson.Options, statusCode: StatusCodes.Status202Accepted);
        return Problem(ProblemMessage.Of(
            ProblemCode.NotListening, "The session does not take commands.", "What was asked would be lost.",
            "Stop the program with Ctrl-C in its terminal, and start it again."), StatusCodes.Status503ServiceUnavailable);
    }

    private static ProblemMessage? Objection(LiveFeed feed, LiveCommand command) => (feed.State, command) switch
    {
        (LiveState.Running, LiveCommand.Start) =>
            ProblemMessage.Of(ProblemCode.RunsAlready, "The session runs already.", "There is one session at a time.", "Stop it first."),
        (LiveState.Idle or LiveState.Ended, LiveCommand.Pause) =>
            ProblemMessage.Of(ProblemCode.NothingToPause, "No session runs.", "There is nothing to pause.", "Start a session first."),
        (LiveState.Paused, LiveCommand.Pause) =>
            ProblemMessage.Of(ProblemCode.PausedAlready, "The session is paused already.", "Nothing would change.", "Start it to go on, or stop it."),
        (LiveState.Running, LiveCommand.Pause) when feed.Session is { CanPause: false } =>
            ProblemMessage.Of(
                ProblemCode.NotPausable, "What is shown cannot be paused.", "A device goes on sending, and what is not shown would look like a loss.",
                "Stop it instead."),
        // A stop is never refused: it must work even when this side believes that nothing runs.
        _ => null,
    };

    private static IResult Problem(ProblemMessage message, int status) => Results.Json(message, LiveJson.Options, statusCode: status);

    private static string Version() =>
        typeof(LiveEndpoints).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
}
