using System.Text.Json;
using Pons.Server.Live;

namespace Pons.Server;

/// <summary>Reads what a request says in JSON; at most 64 KiB.</summary>
internal static class JsonBody
{
    private const int MostBytes = 1 << 16;

    /// <summary>The body; <see langword="null"/> when there is none or it is no such JSON.</summary>
    public static async Task<T?> ReadAsync<T>(HttpContext context)
        where T : class
    {
        var bytes = new byte[MostBytes + 1];
        var length = await context.Request.Body
            .ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, context.RequestAborted).ConfigureAwait(false);
        if (length > MostBytes) return null;
        try
        {
            return JsonSerializer.Deserialize<T>(bytes.AsSpan(0, length), LiveJson.Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
