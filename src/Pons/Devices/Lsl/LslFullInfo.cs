using System.Net.Sockets;
using System.Text;

namespace Pons.Devices.Lsl;

/// <summary>Fetches the full info of a stream over TCP: one line asks, and the outlet ends the connection behind its answer.</summary>
internal static class LslFullInfo
{
    private const int LargestBytes = 16 << 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>The XML; <see langword="null"/> when the outlet says nothing in 5 s, or more than 16 MB.</summary>
    public static async Task<string?> FetchAsync(TcpClient client, TimeProvider time, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        using var xml = new MemoryStream();
        try
        {
            var stream = client.GetStream();
            await stream.WriteAsync(Encoding.ASCII.GetBytes(LslFeed.FullInfo + "\r\n"), either.Token).ConfigureAwait(false);
            var buffer = new byte[16_384];
            while (await stream.ReadAsync(buffer, either.Token).ConfigureAwait(false) is > 0 and var read)
            {
                xml.Write(buffer, 0, read);
                if (xml.Length > LargestBytes) return null;
            }

            return xml.Length > 0 ? Encoding.UTF8.GetString(xml.GetBuffer(), 0, (int)xml.Length) : null;
        }
        catch (Exception fault) when (fault is IOException or OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            return null;
        }
    }
}
