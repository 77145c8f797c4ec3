using System.Net.WebSockets;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Pons.Server.Access;

namespace Pons.Server.Certification;

/// <summary>
/// A server on a free port of the loopback interface that measures WebSockets and the pictures of a browser, served as the studio is.
/// Members may be called by any thread.
/// </summary>
public sealed class ProbeServer : IAsyncDisposable
{
    private const int LargestMessage = 4096;
    private readonly WebApplication _app;
    private readonly TaskCompletionSource<WebSocket> _page = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ProbeServer(WebApplication app) => _app = app;

    /// <summary>Address of the WebSocket that sends every message back.</summary>
    public Uri EchoUrl { get; private set; } = null!;

    /// <summary>Address of the page for a browser.</summary>
    public Uri PageUrl { get; private set; } = null!;

    /// <summary>
    /// The connection of the page once a browser shows it. The page sends 8 bytes a picture, a float64 with the milliseconds since the
    /// picture before; a message of 4 bytes that it receives comes back just before the next picture is shown.
    /// </summary>
    public Task<WebSocket> Page => _page.Task;

    /// <summary>Starts listening.</summary>
    /// <param name="cancellation">Gives up starting.</param>
    public static async Task<ProbeServer> StartAsync(CancellationToken cancellation = default)
    {
        var address = ListenAddress.Parse("http://127.0.0.1:0", allowRemote: false);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls(address.Url);
        builder.Services.AddRoutingCore();
        var app = builder.Build();
        var server = new ProbeServer(app);
        app.UseMiddleware<OriginGuard>(address);
        app.UseWebSockets();
        app.UseRouting();
        app.Map("/echo", (HttpContext context) => AcceptAsync(context, socket => EchoAsync(socket, app.Lifetime.ApplicationStopping)));
        app.MapGet("/page", () => Results.Content(ProbePage.Html, "text/html; charset=utf-8"));
        app.Map("/pictures", (HttpContext context) => AcceptAsync(context, server.KeepAsync));
        await app.StartAsync(cancellation).ConfigureAwait(false);
        var taken = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        server.EchoUrl = new UriBuilder(taken) { Scheme = Uri.UriSchemeWs, Path = "/echo" }.Uri;
        server.PageUrl = new(taken, "/page");
        return server;
    }

    /// <summary>Stops, whoever is connected.</summary>
    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync().ConfigureAwait(false);
        _page.TrySetCanceled(now.Token);
        await _app.StopAsync(now.Token).ConfigureAwait(false);
        await _app.DisposeAsync().ConfigureAwait(false);
    }

    private static async Task AcceptAsync(HttpContext context, Func<WebSocket, Task> serve)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.StatusCode = StatusCodes.Status426UpgradeRequired;
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync().ConfigureAwait(false);
        await serve(socket).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static async Task EchoAsync(WebSocket socket, CancellationToken stopping)
    {
        var buffer = new byte[LargestMessage];
        while (socket.State == WebSocketState.Open)
        {
            var received = await socket.ReceiveAsync(buffer.AsMemory(), stopping).ConfigureAwait(false);
            if (received.MessageType == WebSocketMessageType.Close) return;
            await socket.SendAsync(buffer.AsMemory(0, received.Count), received.MessageType, received.EndOfMessage, stopping).ConfigureAwait(false);
        }
    }

    /// <summary>Hands the connection of the first page to whoever measures, and holds it until the server stops.</summary>
    private Task KeepAsync(WebSocket socket) => _page.TrySetResult(socket)
        ? Task.Delay(Timeout.Infinite, _app.Lifetime.ApplicationStopping)
        : Task.CompletedTask;
}
