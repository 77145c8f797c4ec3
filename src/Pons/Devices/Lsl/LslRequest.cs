using System.Net.Sockets;
using System.Text;

namespace Pons.Devices.Lsl;

/// <summary>Reads what an inlet asks over TCP: one line, two lines, or a head that ends with an empty line.</summary>
internal static class LslRequest
{
    /// <summary>Reads a request of at most <see cref="LslFeed.LargestHead"/> bytes; empty when the other side says nothing or too much.</summary>
    public static async Task<string> ReadAsync(Socket socket, CancellationToken cancellation)
    {
        var bytes = new byte[LslFeed.LargestHead];
        var length = 0;
        while (length < bytes.Length)
        {
            var read = await socket.ReceiveAsync(bytes.AsMemory(length), SocketFlags.None, cancellation).ConfigureAwait(false);
            if (read == 0) return "";
            length += read;
            if (IsWhole(bytes.AsSpan(0, length))) return Encoding.UTF8.GetString(bytes, 0, length);
        }

        return "";
    }

    /// <summary>Whether a request has ended.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith("LSL:fullinfo"u8)) return bytes.Contains((byte)'\n');
        if (bytes.StartsWith("LSL:shortinfo"u8)) return bytes.Count((byte)'\n') >= 2;
        return bytes.IndexOf("\n\r\n"u8) >= 0 || bytes.IndexOf("\n\n"u8) >= 0;
    }
}
