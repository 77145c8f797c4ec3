using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Pons.Server.Access;
using Pons.Server.Devices;
using Pons.Server.Live;
using Pons.Server.Sessions;
using Pons.Server.Studio;

namespace Pons.Server;

/// <summary>
/// The studio and its API on one address. Started by the command line, stopped by the caller's cancellation: it listens to no
/// signal of the operating system itself. Members may be called by any thread.
/// </summary>
public sealed class StudioServer : IAsyncDisposable
{
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(2);
    private readonly WebApplication _app;
    private readonly DeviceDesk _desk;

    private StudioServer(WebApplication app, DeviceDesk desk, Uri url) => (_app, _desk, Url) = (app, desk, url);

    /// <summary>The address that it listens on, with the port that was taken.</summary>
    public Uri Url { get; }

    /// <summary>Starts listening.</summary>
    /// <param name="options">Address and who may connect.</param>
    /// <param name="feed">What the pages show; the session pushes into it.</param>
    /// <param name="cancellation">Gives up starting.</param>
    /// <exception cref="ServerException">The address is not understood, not allowed, or taken.</exception>
    public static async Task<StudioServer> StartAsync(
        StudioServerOptions options, LiveFeed feed, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(feed);
        var address = ListenAddress.Parse(options.Url, options.AllowRemote);
        var desk = new DeviceDesk(feed);
        var app = Build(address, feed, desk, new(options.SessionsFolder));
        try
        {
            await app.StartAsync(cancellation).ConfigureAwait(false);
        }
        catch (Exception fault)
        {
            await app.DisposeAsync().ConfigureAwait(false);
            await desk.DisposeAsync().ConfigureAwait(false);
            if (fault is IOException refused && IsAddressProblem(refused)) throw CannotListen(address, refused);
            throw;
        }

        var taken = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return new(app, desk, new Uri(taken));
    }

    /// <summary>Starts, serves until cancelled, and stops within two seconds even when browsers are connected.</summary>
    /// <param name="options">Address and who may connect.</param>
    /// <param name="feed">What the pages show.</param>
    /// <param name="started">Called once with the address when it listens; may be <see langword="null"/>.</param>
    /// <param name="cancellation">Ends the serving; that is no error.</param>
    /// <exception cref="ServerException">The address is not understood, not allowed, or taken.</exception>
    public static async Task RunAsync(
        StudioServerOptions options, LiveFeed feed, Action<Uri>? started, CancellationToken cancellation)
    {
        await using var server = await StartAsync(options, feed, cancellation).ConfigureAwait(false);
        started?.Invoke(server.Url);
        await Task.Delay(Timeout.Infinite, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Tells connected browsers that the server goes, and stops.</summary>
    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(StopPatience);
        await _app.StopAsync(patience.Token).ConfigureAwait(false);
        await _app.DisposeAsync().ConfigureAwait(false);
        await _desk.DisposeAsync().ConfigureAwait(false);
    }

    private static WebApplication Build(ListenAddress address, LiveFeed feed, DeviceDesk desk, SessionShelf shelf)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls(address.Url);
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<IHostLifetime, CallerLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = StopPatience);
        var app = builder.Build();
        app.UseMiddleware<OriginGuard>(address);
        app.UseMiddleware<SecurityHeaders>();
        app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = TimeSpan.FromSeconds(15) });
        app.UseRouting();
        LiveEndpoints.Map(app, feed);
        DeviceEndpoints.Map(app, desk);
        SessionEndpoints.Map(app, shelf, desk, feed);
        StudioEndpoints.Map(app, StudioFiles.Embedded);
        return app;
    }

    private static bool IsAddressProblem(IOException fault) =>
        fault.InnerException is AddressInUseException || fault.GetBaseException() is SocketException;

    private static ServerException CannotListen(ListenAddress address, IOException fault) =>
        fault.InnerException is AddressInUseException
            ? new($"Port {address.Port} on {address.Host} is already in use by another program.",
                "The studio cannot be shown on an address that somebody else answers.",
                $"Stop the other program (it may be another Pons), or choose another port: {address.WithPort(address.Port + 1)}.",
                fault)
            : new($"The server cannot listen on {address.Url}: {fault.GetBaseException().Message}.",
                "Without an address the studio cannot be opened.",
                "Choose an address of this computer and a port above 1023.", fault);

    /// <summary>The caller decides when to stop; the host must not take the signals of the process.</summary>
    private sealed class CallerLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
