using System.Globalization;

namespace Pons.Formats.Edf;

/// <summary>
/// The subfields that EDF+ has in the texts on the patient and the recording: EDF+ specification, section 2.1.3.3, items 3 and 4. They
/// are parted by spaces; X stands for what is not known, an underscore for a space.
/// </summary>
internal static class EdfIdentification
{
    public const string Code = "patient code", Sex = "sex", Birthdate = "birthdate", PatientName = "patient name",
        PatientRest = "further patient details", Administration = "administration code", Technician = "technician",
        Equipment = "equipment", RecordingRest = "further recording details";

    private static readonly string[] OfPatient = [Code, Sex, Birthdate, PatientName, PatientRest];
    private static readonly string[] OfRecording = [Administration, Technician, Equipment, RecordingRest];

    /// <summary>The subfields that say something, where the texts have them.</summary>
    public static IEnumerable<HeaderField> Fields(string patient, string recording)
    {
        var subject = patient.Split(' ', OfPatient.Length);
        var session = recording.Split(' ', OfRecording.Length + 2);
        return Fields(OfPatient, IsPatient(subject) ? subject : [])
            .Concat(Fields(OfRecording, session is ["Startdate", _, .. var rest] ? rest : []));
    }

    /// <summary>The text on the patient: that of an EDF source, else one made of what the source knows.</summary>
    public static string Patient(RecordingHeader header)
    {
        if (IsPatient(header.Subject.Split(' ', OfPatient.Length))) return header.Subject;
        var words = OfPatient.Select(name => Word(ValueOf(header, name))).ToList();
        // Whatever else is said of a person is most likely a name or a code: it stands where readers show it.
        if (words.TrueForAll(w => w == "X")) words[3] = Word(header.Subject);
        return Joined(words);
    }

    /// <summary>The text on the recording with its date: that of an EDF source, else one made of what the source knows.</summary>
    public static string Recording(RecordingHeader header, DateTime? start)
    {
        var date = start?.ToString("dd-MMM-yyyy", CultureInfo.InvariantCulture).ToUpperInvariant() ?? "X";
        if (header.Description.Split(' ') is ["Startdate", _, .. var rest]) return $"Startdate {date} {string.Join(' ', rest)}".TrimEnd();
        var words = OfRecording.Select(name => Word(ValueOf(header, name))).ToList();
        if (words[2] == "X") words[2] = Word(header.Device);
        if (words[3] == "X") words[3] = Word(header.Description);
        return $"Startdate {date} {Joined(words)}";
    }

    private static bool IsPatient(string[] words) => words.Length >= 4 && words[1] is "F" or "M" or "X"
        && (words[2] == "X" || DateTime.TryParseExact(words[2], "d-MMM-yyyy", CultureInfo.InvariantCulture, DateTimeStyles.None, out _));

    /// <summary>Equipment and codes count as personal too: a serial number leads to a place and a day.</summary>
    private static IEnumerable<HeaderField> Fields(string[] names, string[] words) =>
        names.Zip(words).Where(f => f.Second is not ("X" or "")).Select(f => new HeaderField(f.First, f.Second, IsPersonal: true));

    private static string ValueOf(RecordingHeader header, string name) =>
        header.Fields.FirstOrDefault(f => f.Name.Equals(name, StringComparison.OrdinalIgnoreCase))?.Value ?? "";

    private static string Word(string text) => string.IsNullOrWhiteSpace(text) ? "X" : text.Trim().Replace(' ', '_');

    /// <summary>The last word is optional.</summary>
    private static string Joined(List<string> words) => string.Join(' ', words[^1] == "X" ? words.SkipLast(1) : words);
}
