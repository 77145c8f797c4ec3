using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Pons.Server.Live;
using Pons.Server.Studio;
using Pons.Server.Tests.Live;

namespace Pons.Server.Tests;

public sealed class StudioServerTests : IAsyncLifetime
{
    private static readonly StudioServerOptions AnyPort = new() { Url = "http://127.0.0.1:0" };
    private readonly LiveFeed _feed = new();
    private StudioServer _server = null!;
    private HttpClient _http = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await StudioServer.StartAsync(AnyPort, _feed, Stop);
        _http = new() { BaseAddress = _server.Url };
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
        _feed.Dispose();
    }

    [Fact]
    public async Task A_taken_port_is_named_with_what_to_do()
    {
        var same = new StudioServerOptions { Url = _server.Url.ToString() };
        var fault = await Assert.ThrowsAsync<ServerException>(() => StudioServer.StartAsync(same, _feed, Stop));
        Assert.Contains($"Port {_server.Url.Port}", fault.What, StringComparison.Ordinal);
        Assert.Contains($":{_server.Url.Port + 1}", fault.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://0.0.0.0:5080", "other computers")]
    [InlineData("http://example.org:5080", "other computers")]
    [InlineData("https://127.0.0.1:5080", "no address")]
    [InlineData("5080", "no address")]
    [InlineData("http://127.0.0.1:5080/studio", "no address")]
    public async Task An_address_that_cannot_be_served_is_refused_before_listening(string url, string words)
    {
        var fault = await Assert.ThrowsAsync<ServerException>(() => StudioServer.StartAsync(new() { Url = url }, _feed, Stop));
        Assert.Contains(words, fault.What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Health_and_version_answer()
    {
        Assert.Equal("""{"status":"ok"}""", await _http.GetStringAsync("/api/health", Stop));
        var version = await _http.GetFromJsonAsync<JsonElement>("/api/version", Stop);
        Assert.StartsWith("0.", version.GetProperty("version").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Commands_reach_the_session_unless_they_make_no_sense()
    {
        Assert.Equal(HttpStatusCode.Conflict, await PostAsync("pause"));
        Assert.Equal(HttpStatusCode.Accepted, await PostAsync("start"));
        _feed.Begin(Invented.Session());
        Assert.Equal(HttpStatusCode.Conflict, await PostAsync("start"));
        Assert.Equal(HttpStatusCode.Accepted, await PostAsync("pause"));
        Assert.True(_feed.Commands.TryTake(out var first));
        Assert.Equal(LiveCommand.Start, first);
        Assert.Equal(HttpStatusCode.Accepted, await PostAsync("stop"));
        Assert.True(_feed.Commands.TryTake(out var last));
        Assert.Equal(LiveCommand.Stop, last);
        var state = await _http.GetFromJsonAsync<JsonElement>("/api/live", Stop);
        Assert.Equal("running", state.GetProperty("state").GetString());
    }

    [Fact]
    public async Task A_session_that_takes_no_commands_is_reported()
    {
        while (_feed.Commands.TryAsk(LiveCommand.Start)) { }
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await PostAsync("start"));
    }

    [Theory]
    [InlineData("evil.example", HttpStatusCode.MisdirectedRequest)]
    [InlineData("192.168.1.7", HttpStatusCode.MisdirectedRequest)]
    [InlineData("localhost", HttpStatusCode.OK)]
    [InlineData("127.0.0.1", HttpStatusCode.OK)]
    [InlineData("[::1]", HttpStatusCode.OK)]
    public async Task A_host_that_is_not_ours_is_refused(string host, HttpStatusCode status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/live") { Headers = { Host = $"{host}:{_server.Url.Port}" } };
        using var response = await _http.SendAsync(request, Stop);
        Assert.Equal(status, response.StatusCode);
    }

    [Theory]
    [InlineData("http://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("null", HttpStatusCode.Forbidden)]
    [InlineData("http://127.0.0.1:1", HttpStatusCode.Forbidden)]
    [InlineData(null, HttpStatusCode.Accepted)]
    public async Task A_command_from_a_page_of_another_site_is_refused(string? origin, HttpStatusCode status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/live/stop");
        if (origin is not null) request.Headers.Add("Origin", origin);
        using var response = await _http.SendAsync(request, Stop);
        Assert.Equal(status, response.StatusCode);
    }

    [Fact]
    public async Task A_stream_for_a_page_of_another_site_is_refused()
    {
        using var foreign = new ClientWebSocket();
        foreign.Options.SetRequestHeader("Origin", "http://evil.example");
        await Assert.ThrowsAsync<WebSocketException>(() => foreign.ConnectAsync(StreamAddress(), Stop));
        using var own = new ClientWebSocket();
        own.Options.SetRequestHeader("Origin", _server.Url.ToString().TrimEnd('/'));
        await own.ConnectAsync(StreamAddress(), Stop);
        Assert.Equal(WebSocketState.Open, own.State);
    }

    [Fact]
    public async Task The_stream_carries_the_session()
    {
        _feed.Begin(Invented.Session());
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(StreamAddress(), Stop);
        Assert.Contains("\"type\":\"info\"", Encoding.UTF8.GetString(await ReceiveAsync(socket)), StringComparison.Ordinal);
        Assert.Equal("""{"type":"state","state":"running"}""", Encoding.UTF8.GetString(await ReceiveAsync(socket)));
        var block = Invented.Block(0, 4);
        _feed.Block(block);
        Assert.Equal(BinaryMessages.Block(block.Samples.Span, 2, 0, 0, 0), await ReceiveAsync(socket));
    }

    [Fact]
    public async Task A_browser_that_leaves_is_forgotten()
    {
        using (var socket = new ClientWebSocket())
        {
            await socket.ConnectAsync(StreamAddress(), Stop);
            await ReceiveAsync(socket);
            Assert.Equal(1, _feed.ClientCount);
            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, Stop);
        }

        while (_feed.ClientCount > 0) await Task.Delay(10, Stop);
    }

    [Fact]
    public async Task Cancelling_stops_the_server_and_says_goodbye_to_browsers()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var started = new TaskCompletionSource<Uri>();
        var running = StudioServer.RunAsync(AnyPort, _feed, started.SetResult, stop.Token);
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(StreamAddress(await started.Task), Stop);
        await ReceiveAsync(socket);
        await stop.CancelAsync();
        var goodbye = await socket.ReceiveAsync(new byte[16], Stop);
        Assert.Equal(WebSocketMessageType.Close, goodbye.MessageType);
        await running;
    }

    [Fact]
    public async Task An_ordinary_request_for_the_stream_is_told_to_upgrade()
    {
        using var response = await _http.GetAsync("/api/live/stream", Stop);
        Assert.Equal(HttpStatusCode.UpgradeRequired, response.StatusCode);
    }

    [Fact]
    public async Task Pages_are_served_with_their_headers()
    {
        Assert.SkipWhen(StudioFiles.Embedded.IsEmpty, "This build holds no studio (SkipStudio=true).");
        using var page = await _http.GetAsync("/", Stop);
        Assert.Equal("text/html", page.Content.Headers.ContentType!.MediaType);
        Assert.Equal("no-cache", page.Headers.CacheControl!.ToString());
        var policy = page.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("default-src 'none'; script-src 'self'", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", page.Headers.GetValues("X-Content-Type-Options").Single());
        using var again = new HttpRequestMessage(HttpMethod.Get, "/") { Headers = { IfNoneMatch = { page.Headers.ETag! } } };
        using var unchanged = await _http.SendAsync(again, Stop);
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
    }

    [Fact]
    public async Task Files_named_by_their_content_are_kept_for_ever()
    {
        Assert.SkipWhen(StudioFiles.Embedded.IsEmpty, "This build holds no studio (SkipStudio=true).");
        var html = await _http.GetStringAsync("/", Stop);
        var script = html.Split('"').Single(part => part.EndsWith(".js", StringComparison.Ordinal));
        using var response = await _http.GetAsync(script.TrimStart('.'), Stop);
        Assert.Equal("text/javascript", response.Content.Headers.ContentType!.MediaType);
        Assert.Contains("immutable", response.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/no-such-page")]
    [InlineData("/../secret")]
    [InlineData("/api/no-such-thing")]
    public async Task What_does_not_exist_is_not_found(string path)
    {
        Assert.SkipWhen(StudioFiles.Embedded.IsEmpty, "This build holds no studio (SkipStudio=true).");
        using var response = await _http.GetAsync(path, Stop);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    private Uri StreamAddress(Uri? server = null) => new UriBuilder(server ?? _server.Url) { Scheme = "ws", Path = "/api/live/stream" }.Uri;

    private async Task<HttpStatusCode> PostAsync(string command)
    {
        using var response = await _http.PostAsync($"/api/live/{command}", null, Stop);
        return response.StatusCode;
    }

    private static async Task<byte[]> ReceiveAsync(ClientWebSocket socket)
    {
        var buffer = new byte[64 * 1024];
        var length = 0;
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer.AsMemory(length), Stop);
            length += part.Count;
            if (part.EndOfMessage) return buffer[..length];
        }
    }
}
