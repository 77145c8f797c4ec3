using System.Globalization;

namespace Pons.Formats.Xdf;

/// <summary>Compares what the footer of a stream says with what its chunks hold; the chunks count.</summary>
internal static class XdfFooter
{
    private const double SameSeconds = 1e-3;

    public static void Check(XdfStreamRecord stream, string name, List<string> warnings)
    {
        if (stream.Footer is not { } footer) return;
        var count = stream.Rows?.StoredCount ?? stream.Notes.Count;
        if (XdfStreamDescription.TryNumber(footer.Text("sample_count"), out var stated) && stated != count)
            warnings.Add(string.Create(CultureInfo.InvariantCulture,
                $"The footer of stream '{name}' states {stated} samples; its chunks hold {count}."));
        if (count > 0) CheckTimes(stream, name, warnings);
        var offsets = footer.Element("clock_offsets")?.Elements("offset")
            .Select(o => (Time: Number(o.Text("time")), Offset: Number(o.Text("value")))).ToList();
        if (offsets is not null && !offsets.SequenceEqual(stream.Offsets, new Alike()))
            warnings.Add($"The footer of stream '{name}' lists {offsets.Count} clock offsets "
                + $"that are not the {stream.Offsets.Count} of the chunks: "
                + "those of the chunks are used.");
    }

    /// <summary>What a recorder of Pons says in the footer: how many samples it missed, and where.</summary>
    public static IEnumerable<HeaderField> Fields(XdfStreamRecord stream, string name)
    {
        if (stream.Footer?.Element("gaps") is not { } gaps) yield break;
        yield return new($"{name} gaps", gaps.Text("count"));
        yield return new($"{name} missing samples", gaps.Text("missing_samples"));
        yield return new($"{name} clock offsets", stream.Offsets.Count.ToString(CultureInfo.InvariantCulture));
    }

    private static void CheckTimes(XdfStreamRecord stream, string name, List<string> warnings)
    {
        var (first, last) = stream.Rows is { } rows ? (rows.FirstStamp, rows.LastStamp) : (stream.Notes[0].Stamp, stream.Notes[^1].Stamp);
        foreach (var (field, stamp) in (ReadOnlySpan<(string, double)>)[("first_timestamp", first), ("last_timestamp", last)])
            if (XdfStreamDescription.TryNumber(stream.Footer.Text(field), out var stated) && Math.Abs(stated - stamp) > SameSeconds)
                warnings.Add(string.Create(CultureInfo.InvariantCulture,
                    $"The footer of stream '{name}' states {stated:0.######} as {field}; the chunks hold {stamp:0.######}."));
    }

    private static double Number(string text) => XdfStreamDescription.TryNumber(text, out var number) ? number : double.NaN;

    private sealed class Alike : IEqualityComparer<(double Time, double Offset)>
    {
        public bool Equals((double Time, double Offset) x, (double Time, double Offset) y) =>
            Math.Abs(x.Time - y.Time) <= SameSeconds && Math.Abs(x.Offset - y.Offset) <= SameSeconds;

        public int GetHashCode((double Time, double Offset) obj) => 0;
    }
}
