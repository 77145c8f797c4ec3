using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text.Json;
using Pons.Server.Live;
using Pons.Server.Tests.Live;

namespace Pons.Server.Tests.Devices;

public sealed class DeviceEndpointsTests : IAsyncLifetime
{
    private readonly LiveFeed _feed = new();
    private StudioServer _server = null!;
    private HttpClient _http = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await StudioServer.StartAsync(new() { Url = "http://127.0.0.1:0" }, _feed, Stop);
        _http = new() { BaseAddress = _server.Url };
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
        _feed.Dispose();
    }

    [Fact]
    public async Task Every_protocol_is_offered_with_an_example()
    {
        var answer = await _http.GetFromJsonAsync<JsonElement>("/api/devices", Stop);
        var protocols = answer.GetProperty("protocols").EnumerateArray().ToList();
        Assert.Equal(Pons.Devices.DeviceProtocol.All.Length, protocols.Count);
        Assert.All(
            protocols,
            p => Assert.StartsWith(p.GetProperty("name").GetString()!, p.GetProperty("example").GetString(), StringComparison.Ordinal));
        Assert.Equal(JsonValueKind.Null, answer.GetProperty("found").ValueKind);
        Assert.Empty(answer.GetProperty("devices").EnumerateArray());
    }

    [Fact]
    public async Task A_pulled_plug_is_lost_then_a_gap()
    {
        var id = await EmulateAsync();
        using var socket = await WatchAsync();
        await UntilAsync(socket, d => d.GetProperty("channels")[0].GetProperty("verdict").GetString() == "good");
        await PostAsync($"/api/devices/{id}/unplug");
        await UntilAsync(socket, d => d.GetProperty("state").GetString() == "lost" && !d.GetProperty("isPlugged").GetBoolean());
        await PostAsync($"/api/devices/{id}/plug");
        var back = await UntilAsync(socket, d => d.GetProperty("state").GetString() == "streaming" && d.GetProperty("gapCount").GetInt32() == 1);
        var gap = back.GetProperty("gaps").EnumerateArray().Single();
        Assert.Equal("reconnected", gap.GetProperty("reason").GetString());
        Assert.True(gap.GetProperty("isEstimated").GetBoolean());
        Assert.Equal(back.GetProperty("missing").GetInt64(), gap.GetProperty("samples").GetInt64());
        Assert.Equal(1, back.GetProperty("reconnections").GetInt32());
        var lost = back.GetProperty("notices").EnumerateArray().Single(n => n.GetProperty("kind").GetString() == "lost");
        Assert.StartsWith("device.", lost.GetProperty("code").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_device_is_shown_live_until_it_is_stopped_there()
    {
        var id = await EmulateAsync();
        Assert.Equal(HttpStatusCode.OK, await PostAsync($"/api/devices/{id}/show"));
        Assert.Equal(LiveState.Running, _feed.State);
        Assert.Empty(_feed.Session!.Classes);
        Assert.Equal(HttpStatusCode.Conflict, await PostAsync("/api/live/pause"));
        using var socket = await WatchAsync();
        await UntilAsync(socket, d => d.GetProperty("isShown").GetBoolean());
        Assert.Equal(HttpStatusCode.Accepted, await PostAsync("/api/live/stop"));
        await UntilAsync(socket, d => !d.GetProperty("isShown").GetBoolean());
        Assert.Equal(LiveState.Ended, _feed.State);
        Assert.False(_feed.Commands.TryTake(out _), "the stop was the device's");
    }

    [Fact]
    public async Task A_running_session_is_not_pushed_aside()
    {
        _feed.Begin(Invented.Session());
        var id = await EmulateAsync();
        Assert.Equal(HttpStatusCode.Conflict, await PostAsync($"/api/devices/{id}/show"));
        Assert.Equal(2, _feed.Session!.Stream.ChannelCount);
    }

    [Fact]
    public async Task A_disconnected_device_is_forgotten_and_its_show_ends()
    {
        var id = await EmulateAsync();
        await PostAsync($"/api/devices/{id}/show");
        Assert.Equal(HttpStatusCode.OK, await PostAsync($"/api/devices/{id}/disconnect"));
        Assert.Equal(LiveState.Ended, _feed.State);
        Assert.Equal(HttpStatusCode.NotFound, await PostAsync($"/api/devices/{id}/disconnect"));
    }

    [Theory]
    [InlineData("""{"address":"nonsense://x"}""", HttpStatusCode.Conflict, "no protocol")]
    [InlineData("""{"address":"rda://127.0.0.1:1"}""", HttpStatusCode.Conflict, "nobody answers")]
    [InlineData("""{"protocol":"nonsense"}""", HttpStatusCode.Conflict, "no protocol")]
    [InlineData("""{}""", HttpStatusCode.BadRequest, "names no device")]
    [InlineData("""{"address":""", HttpStatusCode.BadRequest, "names no device")]
    public async Task What_cannot_be_connected_is_said(string body, HttpStatusCode status, string words)
    {
        using var content = new StringContent(body);
        using var response = await _http.PostAsync("/api/devices/connect", content, Stop);
        Assert.Equal(status, response.StatusCode);
        var problem = await response.Content.ReadFromJsonAsync<ProblemMessage>(Stop);
        Assert.Contains(words, problem!.What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_is_connected_once()
    {
        await EmulateAsync();
        var answer = await _http.GetFromJsonAsync<JsonElement>("/api/devices", Stop);
        var address = answer.GetProperty("devices")[0].GetProperty("address").GetString();
        using var response = await _http.PostAsJsonAsync("/api/devices/connect", new { address }, Stop);
        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
    }

    [Fact]
    public async Task A_page_of_another_site_connects_nothing()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/devices/connect") { Content = new StringContent("""{"protocol":"rda"}""") };
        request.Headers.Add("Origin", "http://evil.example");
        using var response = await _http.SendAsync(request, Stop);
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        using var foreign = new ClientWebSocket();
        foreign.Options.SetRequestHeader("Origin", "http://evil.example");
        await Assert.ThrowsAsync<WebSocketException>(() => foreign.ConnectAsync(StreamAddress(), Stop));
    }

    private async Task<string> EmulateAsync()
    {
        using var response = await _http.PostAsJsonAsync("/api/devices/connect", new { protocol = "rda" }, Stop);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var device = await response.Content.ReadFromJsonAsync<JsonElement>(Stop);
        Assert.True(device.GetProperty("isEmulated").GetBoolean());
        return device.GetProperty("id").GetString()!;
    }

    private async Task<HttpStatusCode> PostAsync(string path)
    {
        using var response = await _http.PostAsync(path, null, Stop);
        return response.StatusCode;
    }

    private Uri StreamAddress() => new UriBuilder(_server.Url) { Scheme = "ws", Path = "/api/devices/stream" }.Uri;

    private async Task<ClientWebSocket> WatchAsync()
    {
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(StreamAddress(), Stop);
        return socket;
    }

    /// <summary>Reads messages until the only device is as it is waited for.</summary>
    private static async Task<JsonElement> UntilAsync(ClientWebSocket socket, Func<JsonElement, bool> isSo)
    {
        var buffer = new byte[256 * 1024];
        while (true)
        {
            var length = 0;
            ValueWebSocketReceiveResult part;
            do
            {
                part = await socket.ReceiveAsync(buffer.AsMemory(length), Stop);
                length += part.Count;
            }
            while (!part.EndOfMessage);
            using var message = JsonDocument.Parse(buffer.AsMemory(0, length));
            var device = message.RootElement.GetProperty("devices").EnumerateArray().Single();
            if (isSo(device)) return device.Clone();
        }
    }
}
