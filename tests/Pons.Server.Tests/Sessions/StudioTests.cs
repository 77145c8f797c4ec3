using Pons.Server.Live;

namespace Pons.Server.Tests.Sessions;

/// <summary>Tests of a studio that runs, with a folder of sessions of its own and a feed without a session.</summary>
public abstract class StudioTests : IAsyncLifetime
{
    private StudioServer _server = null!;

    private protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    private protected string Folder { get; } = Directory.CreateTempSubdirectory("pons-sessions-").FullName;

    private protected LiveFeed Feed { get; } = new();

    private protected HttpClient Http { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await StudioServer.StartAsync(new() { Url = "http://127.0.0.1:0", SessionsFolder = Folder }, Feed, Stop);
        Http = new() { BaseAddress = _server.Url };
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _server.DisposeAsync();
        Feed.Dispose();
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }
}
