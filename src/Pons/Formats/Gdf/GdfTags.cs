using System.Globalization;

namespace Pons.Formats.Gdf;

/// <summary>Header 3: tagged fields behind the signals, each a tag of one byte, a length of three, and its content.</summary>
internal static class GdfTags
{
    private static readonly string[] OfDevice = ["manufacturer", "model", "version", "serial number"];

    /// <summary>The fields, and where they stop to make sense; a faultless header gives no warning.</summary>
    /// <param name="header">All headers.</param>
    /// <param name="start">First byte behind the signals.</param>
    /// <param name="warnings">Gets a sentence when a field reaches beyond the header.</param>
    public static List<HeaderField> Fields(GdfBytes header, int start, List<string> warnings)
    {
        var fields = new List<HeaderField>();
        for (var at = start; at + 4 <= header.Length && header.U8(at) != 0;)
        {
            var (tag, length) = (header.U8(at), (int)(header.U32(at) >> 8));
            if (length > header.Length - at - 4)
            {
                warnings.Add($"Tag {tag} at byte {at} of the header promises {length} bytes; "
                    + $"the header ends after {header.Length - at - 4}: it and what follows is left out.");
                break;
            }

            fields.AddRange(Of(header, tag, at + 4, length));
            at += 4 + length;
        }

        return fields;
    }

    private static IEnumerable<HeaderField> Of(GdfBytes header, byte tag, int at, int length) => tag switch
    {
        1 => Texts(header, at, length).Select((text, code) => new HeaderField($"event {code}", text, IsPersonal: true)).Where(IsSaid),
        2 => [new("BCI2000 parameters", header.Text(at, length), IsPersonal: true)],
        3 => OfDevice.Zip(Texts(header, at, length), (name, text) => new HeaderField(name, text, name == "serial number")).Where(IsSaid),
        5 => [new("IP address", string.Join('.', header.At(at, Math.Min(length, 16)).ToArray()), IsPersonal: true)],
        6 => [new("technician", header.Text(at, length), IsPersonal: true)],
        7 => [new("institution", header.Text(at, length), IsPersonal: true)],
        _ => [new(string.Create(CultureInfo.InvariantCulture, $"tag {tag} ({length} bytes, in hexadecimal)"),
            Convert.ToHexString(header.At(at, Math.Min(length, 64))), IsPersonal: true)],
    };

    private static bool IsSaid(HeaderField field) => field.Value.Length > 0;

    /// <summary>Texts that zero bytes part.</summary>
    private static List<string> Texts(GdfBytes header, int at, int length)
    {
        var texts = new List<string>();
        for (var end = at + length; at < end;)
        {
            var zero = header.At(at, end - at).IndexOf((byte)0);
            var used = zero < 0 ? end - at : zero;
            texts.Add(header.Text(at, used));
            at += used + 1;
        }

        return texts;
    }
}
