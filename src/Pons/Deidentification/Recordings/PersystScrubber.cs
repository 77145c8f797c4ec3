using System.Globalization;
using Pons.Deidentification.SideFiles;
using Pons.Formats;

namespace Pons.Deidentification.Recordings;

/// <summary>Persyst: the section on the patient, comments, the times of samples, which count from midnight, and the name of the data file.</summary>
internal sealed class PersystScrubber : TextHeaderScrubber
{
    private static readonly Dictionary<string, IdentityKind> PatientFields = new(StringComparer.OrdinalIgnoreCase)
    {
        ["ID"] = IdentityKind.RecordNumber,
        ["MedicalRecordN"] = IdentityKind.RecordNumber,
        ["MedicalRecord"] = IdentityKind.RecordNumber,
        ["MRN"] = IdentityKind.RecordNumber,
        ["BirthDate"] = IdentityKind.Date,
        ["FullName"] = IdentityKind.PersonName,
        ["First"] = IdentityKind.PersonName,
        ["MI"] = IdentityKind.PersonName,
        ["Last"] = IdentityKind.PersonName,
        ["Physician"] = IdentityKind.PersonName,
        ["Technician"] = IdentityKind.PersonName,
        ["Sex"] = IdentityKind.BodyDetail,
        ["Hand"] = IdentityKind.BodyDetail,
    };

    /// <inheritdoc/>
    public override string Format => "Persyst";

    /// <inheritdoc/>
    public override bool Recognise(RecordingFiles files) => files.Extension == ".lay" && PlainTextScrubber.IsText(files.FirstBytes.Span);

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Texts(RecordingFiles files) => [];

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Samples(RecordingFiles files)
    {
        var stated = TextBytes.Decode(files.FirstBytes.Span, out _).Split('\n').Select(Entry).FirstOrDefault(e => e is { } entry && entry.Key.Equals("File", StringComparison.OrdinalIgnoreCase));
        var name = stated is { } file ? LastPart(file.Value) : "";
        return [.. new[] { name.Length > 0 ? files.Find(name) : null, files.Find(Path.ChangeExtension(files.Name, ".dat")) }.OfType<string>().Take(1)];
    }

    /// <inheritdoc/>
    protected override IEnumerable<string> Lines(string name, IReadOnlyList<string> lines, Scribe scribe)
    {
        var section = "";
        double? firstTime = null;
        foreach (var line in lines)
        {
            if (line.StartsWith('[')) section = line.Trim().Trim('[', ']').ToUpperInvariant();
            var entry = Entry(line);
            yield return (section, entry) switch
            {
                ("FILEINFO", { } e) when e.Key.Equals("File", StringComparison.OrdinalIgnoreCase) => With(line, e, DataFile(e.Value, scribe)),
                ("PATIENT", { } e) => With(line, e, Patient(e.Key, e.Value, scribe)),
                ("SAMPLETIMES", { } e) => With(line, e, Time(e.Value, ref firstTime, scribe)),
                _ => scribe.Text(section == "COMMENTS" ? "comment" : "line", null, line),
            };
        }
    }

    private static string LastPart(string path) => path.Replace('\\', '/').Split('/')[^1].Trim();

    private static string DataFile(string value, Scribe scribe)
    {
        var last = LastPart(value);
        if (last != value) scribe.Holds("path of the samples", null, IdentityKind.Path, value, isLookedFor: false);
        return scribe.Pass == ScrubPass.Survey ? value : scribe.FileName("reference to a file of the recording", null, last);
    }

    private static string Patient(string key, string value, Scribe scribe)
    {
        if (key.Equals("TestDate", StringComparison.OrdinalIgnoreCase))
        {
            if (!DateSpelling.TryParse(value, out var date)) return scribe.Holds("patient section: date", null, IdentityKind.Date, value) ? "" : value;
            return scribe.Date("patient section: date", null, date) is { } moved ? DateSpelling.Write(value, moved, scribe.KeepTimeOfDay) : "";
        }

        if (key.Equals("TestTime", StringComparison.OrdinalIgnoreCase))
            return TimeOnly.TryParse(value.Replace('.', ':'), CultureInfo.InvariantCulture, out var time) && scribe.TimeOfDay("patient section: time", null, time) == TimeOnly.MinValue
                ? string.Concat(value.Select(c => char.IsAsciiDigit(c) ? '0' : c)) : scribe.Text("patient section: time", null, value);
        var kind = PatientFields.GetValueOrDefault(key, IdentityKind.FreeText);
        if (kind is IdentityKind.RecordNumber or IdentityKind.PersonName && key is not ("Physician" or "Technician")) scribe.Declare(value);
        scribe.LearnFrom(value);
        return scribe.Holds($"patient section: {scribe.Shown(key)}", null, kind, value, ofSubject: key is not ("Physician" or "Technician")) && scribe.Pass == ScrubPass.Write ? "" : value;
    }

    /// <summary>A recording may go on past midnight.</summary>
    private static double Since(double seconds, double first) => seconds >= first ? seconds - first : seconds - first + 86_400;

    /// <summary>Seconds of the day: the first becomes 0, so that what lies between them stays.</summary>
    private static string Time(string value, ref double? first, Scribe scribe)
    {
        if (!double.TryParse(value, CultureInfo.InvariantCulture, out var seconds)) return scribe.Text("time of a sample", null, value);
        var isFirst = first is null;
        first ??= seconds;
        if (scribe.KeepTimeOfDay || first == 0) return value;
        if (isFirst) scribe.TimeOfDay("time of a sample", null, TimeOnly.FromTimeSpan(TimeSpan.FromSeconds(Math.Clamp(Math.Floor(seconds), 1, 86_399))));
        var decimals = value.IndexOf('.') is var dot and >= 0 ? value.Length - dot - 1 : 0;
        return scribe.Pass == ScrubPass.Write ? Since(seconds, first.Value).ToString("F" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) : value;
    }
}
