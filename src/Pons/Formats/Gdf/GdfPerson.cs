using System.Globalization;

namespace Pons.Formats.Gdf;

/// <summary>What the fixed header of version 2 says of the person, the place and the equipment.</summary>
internal static class GdfPerson
{
    private static readonly string[] Answers = ["", "no", "yes", "corrected"];

    /// <summary>The fields that say something; all can point to a person.</summary>
    public static IEnumerable<HeaderField> Fields(GdfBytes header, double version)
    {
        foreach (var (name, value) in Person(header).Concat(Place(header)).Concat(Equipment(header, version)))
            if (value.Length > 0) yield return new(name, value, IsPersonal: true);
    }

    /// <summary>The two words that begin the text on the patient: a code and a name; X stands for what is not known.</summary>
    public static IEnumerable<HeaderField> Names(string patient)
    {
        var words = patient.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length > 0 && words[0] != "X") yield return new("patient code", words[0], IsPersonal: true);
        if (words.Length > 1 && words[1] != "X") yield return new("patient name", words[1], IsPersonal: true);
    }

    /// <summary>A moment in days of 2^-32 since the year 0; <see langword="null"/> when it is not stated or none of a recording.</summary>
    public static DateTime? Moment(ulong time)
    {
        // The day count starts 367 days before that of .NET.
        const decimal Day = 4294967296m;
        var days = time / Day - 367;
        return time != 0 && days is > 650_000 and < 840_000 ? DateTime.MinValue.AddTicks((long)(days * TimeSpan.TicksPerDay)) : null;
    }

    private static IEnumerable<(string, string)> Person(GdfBytes header)
    {
        var (habits, about) = (header.U8(84), header.U8(87));
        yield return ("sex", new[] { "", "M", "F", "" }[about & 3]);
        yield return ("birthdate", Moment(header.U64(176))?.ToString("dd-MMM-yyyy", CultureInfo.InvariantCulture).ToUpperInvariant() ?? "");
        yield return ("handedness", new[] { "", "right", "left", "both" }[about >> 2 & 3]);
        yield return ("weight (kg)", Measure(header.U8(85)));
        yield return ("height (cm)", Measure(header.U8(86)));
        yield return ("smoking", Answers[habits & 3]);
        yield return ("alcohol abuse", Answers[habits >> 2 & 3]);
        yield return ("drug abuse", Answers[habits >> 4 & 3]);
        yield return ("medication", Answers[habits >> 6 & 3]);
        yield return ("visual impairment", Answers[about >> 4 & 3]);
        yield return ("heart impairment", Answers[about >> 6 & 3]);
        yield return ("classification (ICD)", header.At(186, 6).IndexOfAnyExcept((byte)0) < 0 ? "" : Printable(header, 186, 6));
        yield return ("head size (mm)", Numbers(header.U16(206), header.U16(208), header.U16(210)));
    }

    private static IEnumerable<(string, string)> Place(GdfBytes header)
    {
        var (latitude, longitude, altitude) = (header.U32(156), header.U32(160), header.U32(164));
        yield return ("location (RFC 1876: latitude, longitude, altitude)", Numbers(latitude, longitude, altitude));
        yield return ("reference electrode position", Numbers(header.F32(212), header.F32(216), header.F32(220)));
        yield return ("ground electrode position", Numbers(header.F32(224), header.F32(228), header.F32(232)));
    }

    private static IEnumerable<(string, string)> Equipment(GdfBytes header, double version)
    {
        yield return ("equipment provider", header.U64(192) is > 0 and var id ? id.ToString(CultureInfo.InvariantCulture) : "");
        if (version < 2.1 && header.At(200, 4).IndexOfAnyExcept((byte)0) >= 0)
            yield return ("IP address", $"{header.U8(200)}.{header.U8(201)}.{header.U8(202)}.{header.U8(203)}");
        if (version > 2.4 && header.I16(254) is not 0 and var minutes)
            yield return ("time zone (minutes east of UTC)", minutes.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>0 stands for unknown, 255 for more than the byte holds.</summary>
    private static string Measure(byte value) =>
        value switch { 0 => "", 255 => "more than 254", _ => value.ToString(CultureInfo.InvariantCulture) };

    private static string Printable(GdfBytes header, int offset, int length)
    {
        var text = header.Text(offset, length);
        return text.All(c => c is >= ' ' and <= '~') && text.Length > 0 ? text : System.Convert.ToHexString(header.At(offset, length));
    }

    private static string Numbers(params double[] values) => values.All(v => v == 0 || !double.IsFinite(v))
        ? "" : string.Join(", ", values.Select(v => v.ToString("G7", CultureInfo.InvariantCulture)));
}
