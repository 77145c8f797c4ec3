using System.Globalization;
using System.Text;

namespace Pons.Formats.Edf;

/// <summary>Lays out the header: EDF+ specification, section 2.1.1.</summary>
internal sealed class EdfHeaderWriter(EdfDialect dialect, EdfRefusal refusal, List<string> warnings)
{
    /// <summary>The whole header.</summary>
    /// <param name="content">What is written.</param>
    /// <param name="start">Start in whole seconds.</param>
    /// <param name="signals">The signals, without that of the annotations.</param>
    /// <param name="records">How many data records, and how long each.</param>
    /// <param name="annotationBytes">Bytes of annotations in a record.</param>
    public byte[] Lay(RecordingHeader content, DateTime? start, List<EdfNewSignal> signals, EdfRecordCount records, int annotationBytes)
    {
        var count = signals.Count + 1;
        var text = new StringBuilder(dialect.Version);
        text.Append(Field(EdfIdentification.Patient(content), 80, "text on the patient"));
        text.Append(Field(EdfIdentification.Recording(content, start), 80, "text on the recording"));
        var isTwoDigitYear = start is { Year: >= 1985 and < 2085 };
        text.Append(start?.ToString(isTwoDigitYear ? "dd.MM.yy" : "dd.MM.'yy'", CultureInfo.InvariantCulture) ?? "01.01.85");
        text.Append(start?.ToString("HH.mm.ss", CultureInfo.InvariantCulture) ?? "00.00.00");
        var kind = records.HasGaps ? EdfKind.EdfPlusDiscontinuous : EdfKind.EdfPlusContinuous;
        text.Append(Number(256L * (count + 1), 8)).Append(dialect.NameOf(kind).PadRight(44)).Append(Number(records.Count, 8));
        text.Append(records.DurationText.PadRight(8)).Append(Number(count, 4));
        void Each(int width, Func<EdfNewSignal, string> signal, string annotations)
        {
            foreach (var s in signals) text.Append(signal(s).PadRight(width));
            text.Append(annotations.PadRight(width));
        }

        Each(16, s => s.Label, dialect.AnnotationLabel);
        Each(80, s => Field(s.Detail.Sensor, 80, "transducer"), "");
        Each(8, s => s.Scaling.Scale.Unit, "");
        string[] annotationLimits = ["-1", "1", Number(dialect.LowestDigital, 8), Number(dialect.HighestDigital, 8)];
        for (var limit = 0; limit < 4; limit++) Each(8, s => s.Scaling.Limits[limit], annotationLimits[limit]);
        Each(80, s => Field(EdfFilters.Text(s.Detail), 80, "prefiltering"), "");
        Each(8, s => Number(s.SamplesPerRecord, 8), Number(annotationBytes / dialect.SampleBytes, 8));
        Each(32, _ => "", "");
        return Encoding.Latin1.GetBytes(text.ToString());
    }

    private string Field(string text, int width, string what) => EdfField.Text(text, width, what, warnings);

    private string Number(long number, int width)
    {
        var text = number.ToString(CultureInfo.InvariantCulture);
        return text.Length <= width ? text.PadRight(width) : throw refusal.Of(
            $"The number {text} needs more than the {width} characters that the header has for it.", "The layout could not be stated.",
            "Cut the recording.");
    }
}
