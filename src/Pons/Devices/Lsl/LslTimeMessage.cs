using System.Globalization;
using System.Text;

namespace Pons.Devices.Lsl;

/// <summary>Questions and answers of the time service: a number and seconds on the clocks of both sides.</summary>
internal static class LslTimeMessage
{
    public const string Command = "LSL:timedata";

    public static byte[] Ask(int id, double asked) => Encoding.ASCII.GetBytes($"{Command}\r\n{id} {Number(asked)}\r\n");

    /// <summary>The answer to a question; <see langword="null"/> when it is none.</summary>
    /// <param name="datagram">The question.</param>
    /// <param name="arrived">When it came.</param>
    /// <param name="now">When the answer leaves.</param>
    public static byte[]? Answer(ReadOnlySpan<byte> datagram, double arrived, double now)
    {
        if (datagram.Length > 256) return null;
        var lines = Encoding.ASCII.GetString(datagram).Split('\n', 3, StringSplitOptions.TrimEntries);
        if (lines.Length < 2 || lines[0] != Command) return null;
        var parts = lines[1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length != 2 || !long.TryParse(parts[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var id)
            || !TryNumber(parts[1], out var asked)) return null;
        return Encoding.ASCII.GetBytes($" {id} {Number(asked)} {Number(arrived)} {Number(now)}");
    }

    /// <summary>Reads an answer: its number, when the question came there and when the answer left there.</summary>
    public static (int Id, double Arrived, double Left)? Read(ReadOnlySpan<byte> datagram)
    {
        if (datagram.Length > 256) return null;
        var parts = Encoding.ASCII.GetString(datagram).Split((char[])[' ', '\r', '\n', '\0'], StringSplitOptions.RemoveEmptyEntries);
        return parts.Length >= 4 && int.TryParse(parts[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var id)
            && TryNumber(parts[2], out var arrived) && TryNumber(parts[3], out var left) ? (id, arrived, left) : null;
    }

    private static bool TryNumber(string text, out double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && Math.Abs(value) < 4e9;

    private static string Number(double seconds) => seconds.ToString("G16", CultureInfo.InvariantCulture);
}
