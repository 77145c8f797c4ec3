using System.Globalization;
using System.Text;
using Pons.Streams;

namespace Pons.Devices.Lsl;

/// <summary>The text by which an inlet asks for samples and an outlet grants them. Pure functions.</summary>
internal static class LslFeed
{
    public const string Command = "LSL:streamfeed";
    public const string FullInfo = "LSL:fullinfo";

    /// <summary>The longest text of a request or of the head of an answer, in bytes.</summary>
    public const int LargestHead = 16_384;

    private const int Version = 110;

    /// <summary>The request of an inlet.</summary>
    /// <param name="info">The stream.</param>
    /// <param name="bufferSamples">Samples that the outlet shall keep when the inlet is slow.</param>
    public static byte[] Ask(LslStreamInfo info, int bufferSamples)
    {
        string[] lines =
        [
            $"{Command}/{Version} {info.Uid}",
            $"Native-Byte-Order: {(BitConverter.IsLittleEndian ? 1234 : 4321)}",
            "Endian-Performance: 0",
            "Has-IEEE754-Floats: 1",
            "Supports-Subnormals: 1",
            $"Value-Size: {LslFormat.BytesOf(info.SampleType)}",
            $"Data-Protocol-Version: {Version}",
            $"Max-Buffer-Length: {bufferSamples}",
            "Max-Chunk-Length: 0",
            $"Hostname: {Environment.MachineName}",
            $"Source-Id: {OneLine(info.SourceId)}",
            $"Session-Id: {OneLine(info.SessionId)}",
        ];
        return Encoding.UTF8.GetBytes(string.Join("\r\n", lines) + "\r\n\r\n");
    }

    /// <summary>Reads a request, from its first line to the empty one, and decides it.</summary>
    /// <param name="text">The lines.</param>
    /// <param name="info">The stream that is offered.</param>
    /// <param name="bufferSamples">Samples that the inlet wants kept; 0 when it wants none sent.</param>
    /// <returns>The status line of the answer.</returns>
    public static string Decide(string text, LslStreamInfo info, out int bufferSamples)
    {
        bufferSamples = 0;
        var lines = text.Split('\n', StringSplitOptions.TrimEntries);
        var first = lines[0].Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        var slash = first[0].IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 || !int.TryParse(first[0][(slash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            || version < Version)
            return "LSL/110 505 Version not supported";
        if (first.Length < 2 || !first[1].Equals(info.Uid, StringComparison.OrdinalIgnoreCase)) return "LSL/110 404 Not found";
        var fields = Fields(lines.Skip(1));
        if (info.SampleType != SampleType.Text
            && Number(fields, "value-size", LslFormat.BytesOf(info.SampleType)) != LslFormat.BytesOf(info.SampleType))
            return "LSL/110 505 Version not supported";
        if (Number(fields, "data-protocol-version", Version) < Version) return "LSL/110 505 Version not supported";
        bufferSamples = Number(fields, "max-buffer-length", 360 * (int)Math.Clamp(info.RateHz ?? 100, 1, 1e6));
        return "LSL/110 200 OK";
    }

    /// <summary>The head of an answer that grants.</summary>
    public static byte[] Grant(LslStreamInfo info) => Encoding.UTF8.GetBytes(
        $"LSL/{Version} 200 OK\r\nUID: {info.Uid}\r\nByte-Order: 1234\r\nSuppress-Subnormals: 0\r\nData-Protocol-Version: {Version}\r\n\r\n");

    /// <summary>Fields of a head by their name in lower case; what follows <c>;</c> is a comment.</summary>
    public static Dictionary<string, string> Fields(IEnumerable<string> lines)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in lines)
        {
            var text = line.Split(';')[0];
            var colon = text.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0) fields[text[..colon].Trim().ToLowerInvariant()] = text[(colon + 1)..].Trim();
        }

        return fields;
    }

    public static int Number(Dictionary<string, string> fields, string name, int otherwise) =>
        fields.TryGetValue(name, out var text) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            && Math.Abs(value) <= int.MaxValue
            ? (int)value
            : otherwise;

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");
}
