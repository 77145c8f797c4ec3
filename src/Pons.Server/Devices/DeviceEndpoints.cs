using Pons.Server.Live;

namespace Pons.Server.Devices;

/// <summary>Finding, connecting, showing and disconnecting devices over HTTP, and what happens to them over a WebSocket.</summary>
internal static class DeviceEndpoints
{
    public static void Map(WebApplication app, DeviceDesk desk)
    {
        app.MapGet("/api/devices", () => Json(new
        {
            Protocols = DeviceJson.Protocols(),
            Found = desk.Found?.Select(DeviceJson.Found),
            Devices = desk.Devices.Select(DeviceJson.Device),
            Recording = desk.Recording?.Describe(),
        }));
        app.MapPost("/api/devices/find", async (CancellationToken aborted) =>
            Json(new { Found = (await desk.FindAsync(aborted).ConfigureAwait(false)).Select(DeviceJson.Found) }));
        app.MapPost("/api/devices/connect", (HttpContext context, CancellationToken aborted) => ConnectAsync(desk, context, aborted));
        app.MapPost("/api/devices/{id}/disconnect", (string id) => WithAsync(desk, id, desk.DisconnectAsync));
        app.MapPost("/api/devices/{id}/show", (string id) => WithAsync(desk, id, device =>
        {
            desk.Show(device);
            return Task.CompletedTask;
        }));
        app.MapPost("/api/devices/{id}/unplug", (string id, CancellationToken aborted) => PlugAsync(desk, id, false, aborted));
        app.MapPost("/api/devices/{id}/plug", (string id, CancellationToken aborted) => PlugAsync(desk, id, true, aborted));
        app.Map("/api/devices/stream", (HttpContext context) =>
            LiveSocket.RunAsync(context, desk.Join, desk.Leave, app.Lifetime.ApplicationStopping));
    }

    private static async Task<IResult> ConnectAsync(DeviceDesk desk, HttpContext context, CancellationToken aborted)
    {
        var said = await JsonBody.ReadAsync<Wanted>(context).ConfigureAwait(false);
        if (said is not { } wanted || (wanted.Address is null) == (wanted.Protocol is null))
            return Problem(
                ProblemMessage.Of(
                    ProblemCode.DeviceUnnamed, "The request names no device.", "Without an address nothing can be connected.",
                    """Send {"address":"rda://127.0.0.1:51244"}, or {"protocol":"rda"} for an emulated device."""), StatusCodes.Status400BadRequest);
        return await GuardedAsync(async () =>
        {
            var device = wanted.Address is { } address
                ? await desk.ConnectAsync(address, aborted).ConfigureAwait(false)
                : await desk.EmulateAsync(wanted.Protocol!, aborted).ConfigureAwait(false);
            return Json(DeviceJson.Device(device));
        }).ConfigureAwait(false);
    }

    private static Task<IResult> PlugAsync(DeviceDesk desk, string id, bool isIn, CancellationToken cancellation) => WithAsync(desk, id, device =>
        device.Emulated is { } emulated
            ? desk.PlugAsync(emulated, isIn, cancellation)
            : throw new ServerException($"'{id}' is a real device.", "Only an emulated device can be pulled out from here.", "Pull its cable.")
            { Code = ProblemCode.DeviceReal, Values = [id] });

    private static Task<IResult> WithAsync(DeviceDesk desk, string id, Func<ConnectedDevice, Task> act) => GuardedAsync(async () =>
    {
        if (desk.Find(id) is not { } device)
            return Problem(
                ProblemMessage.Of(
                    ProblemCode.DeviceUnknown, $"There is no device '{id}'.", "It may have been disconnected in another window.",
                    "Look at the list again.", id),
                StatusCodes.Status404NotFound);
        await act(device).ConfigureAwait(false);
        return Json(DeviceJson.Device(device));
    });

    private static async Task<IResult> GuardedAsync(Func<Task<IResult>> act)
    {
        try
        {
            return await act().ConfigureAwait(false);
        }
        catch (PonsException fault)
        {
            return Problem(ProblemMessage.Of(fault), StatusCodes.Status409Conflict);
        }
    }

    private static IResult Json(object value) => Results.Json(value, LiveJson.Options);

    private static IResult Problem(ProblemMessage message, int status) => Results.Json(message, LiveJson.Options, statusCode: status);

    private sealed record Wanted(string? Address, string? Protocol);
}
