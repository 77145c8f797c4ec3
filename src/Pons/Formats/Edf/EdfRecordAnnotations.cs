namespace Pons.Formats.Edf;

/// <summary>What the annotation signals of a file say.</summary>
/// <param name="Texts">Every text of every record, in the order of the file; empty ones included.</param>
/// <param name="RecordOnsets">When each record starts, in seconds after the start time of the header; null where it does not say.</param>
internal sealed record EdfRecordAnnotations(List<EdfAnnotation> Texts, decimal?[] RecordOnsets);
