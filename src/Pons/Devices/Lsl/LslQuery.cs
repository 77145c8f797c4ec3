using System.Globalization;
using System.Text;

namespace Pons.Devices.Lsl;

/// <summary>A question who has a stream, as it travels in a datagram.</summary>
/// <param name="Predicate">Which streams are meant.</param>
/// <param name="ReturnPort">Where the answer goes, at the address of whoever asks.</param>
/// <param name="Id">Stands in front of the answer.</param>
internal readonly record struct LslQuery(string Predicate, int ReturnPort, string Id)
{
    public const string Command = "LSL:shortinfo";

    public byte[] ToBytes() => Encoding.UTF8.GetBytes(FormattableString.Invariant($"{Command}\r\n{Predicate}\r\n{ReturnPort} {Id}\r\n"));

    /// <summary>Reads a datagram; <see langword="null"/> when it is no query.</summary>
    public static LslQuery? Parse(ReadOnlySpan<byte> datagram)
    {
        if (datagram.Length > 4096) return null;
        var lines = Encoding.UTF8.GetString(datagram).Split('\n', 4, StringSplitOptions.TrimEntries);
        if (lines.Length < 3 || lines[0] != Command) return null;
        var back = lines[2].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (back.Length != 2 || back[1].Length > 64) return null;
        return int.TryParse(back[0], NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and < 65_536
            ? new(lines[1], port, back[1])
            : null;
    }

    /// <summary>The answer to a query.</summary>
    public byte[] Answer(LslStreamInfo info) => Encoding.UTF8.GetBytes($"{Id}\r\n{info.ToXml(isFull: false)}");

    /// <summary>The XML of an answer to the query with an id; <see langword="null"/> when it answers another one.</summary>
    public static string? ReadAnswer(ReadOnlySpan<byte> datagram, string id)
    {
        var text = Encoding.UTF8.GetString(datagram);
        var end = text.IndexOf('\n', StringComparison.Ordinal);
        return end > 0 && text[..end].Trim() == id ? text[(end + 1)..] : null;
    }
}
