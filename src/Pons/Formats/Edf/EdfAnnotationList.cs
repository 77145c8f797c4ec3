using System.Globalization;
using System.Text;

namespace Pons.Formats.Edf;

/// <summary>
/// Time-stamped annotation lists (TALs) of one data record: EDF+ specification, section 2.2.2. A list is
/// <c>onset [0x15 duration] 0x14 text 0x14 text 0x14 … 0x00</c>; unused bytes behind the last one are zero.
/// </summary>
internal static class EdfAnnotationList
{
    public const byte TextEnd = 0x14, DurationMark = 0x15;

    /// <summary>Times beyond this are no times of a recording: about 31 years.</summary>
    private const decimal LongestSeconds = 1e9m;

    private static readonly UTF8Encoding StrictUtf8 = new(false, true);

    /// <summary>Takes the lists apart; returns where the first fault is, or −1.</summary>
    /// <param name="bytes">The annotation bytes of one record.</param>
    /// <param name="into">Gets every text, empty ones included.</param>
    /// <param name="mended">Gets the kind of each fault that could be read past.</param>
    public static int Parse(ReadOnlySpan<byte> bytes, List<EdfAnnotation> into, ISet<EdfAnnotationFault> mended)
    {
        var position = 0;
        while (position < bytes.Length)
        {
            if (bytes[position] == 0)
            {
                var used = bytes[position..].IndexOfAnyExcept((byte)0);
                if (used < 0) return -1;
                position += used;
            }

            var end = bytes[position..].IndexOf((byte)0);
            if (end < 0) mended.Add(EdfAnnotationFault.NoEnd);
            var list = end < 0 ? bytes[position..] : bytes.Slice(position, end);
            if (!ParseOne(list, into, mended)) return position;
            position += list.Length + 1;
        }

        return -1;
    }

    private static bool ParseOne(ReadOnlySpan<byte> list, List<EdfAnnotation> into, ISet<EdfAnnotationFault> mended)
    {
        if (list[0] is not ((byte)'+' or (byte)'-')) return false;
        var head = list.IndexOf(TextEnd);
        if (head < 0) return false;
        var mark = list[..head].IndexOf(DurationMark);
        if (Seconds(mark < 0 ? list[..head] : list[..mark]) is not { } onset) return false;
        decimal? duration = null;
        if (mark >= 0 && mark + 1 < head)
        {
            duration = Seconds(list[(mark + 1)..head]);
            if (duration is null or < 0) return false;
        }

        var texts = list[(head + 1)..];
        while (!texts.IsEmpty)
        {
            var end = texts.IndexOf(TextEnd);
            if (end < 0) mended.Add(EdfAnnotationFault.NoEnd);
            into.Add(new(onset, duration, Text(end < 0 ? texts : texts[..end], mended)));
            texts = end < 0 ? [] : texts[(end + 1)..];
        }

        return true;
    }

    private static decimal? Seconds(ReadOnlySpan<byte> bytes) =>
        decimal.TryParse(bytes, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
        && Math.Abs(value) <= LongestSeconds ? value : null;

    private static string Text(ReadOnlySpan<byte> bytes, ISet<EdfAnnotationFault> mended)
    {
        if (System.Text.Unicode.Utf8.IsValid(bytes)) return StrictUtf8.GetString(bytes);
        mended.Add(EdfAnnotationFault.NotUtf8);
        return Encoding.Latin1.GetString(bytes);
    }
}
