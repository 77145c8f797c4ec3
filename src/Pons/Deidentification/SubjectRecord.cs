namespace Pons.Deidentification;

/// <summary>A subject as the survey of the source found it, and what was decided.</summary>
internal sealed class SubjectRecord(string key, string? givenLabel)
{
    /// <summary>What the source calls the subject; personal.</summary>
    public string Key { get; } = key;

    /// <summary>Label in the source, without <c>sub-</c>; <see langword="null"/> when it has none.</summary>
    public string? GivenLabel { get; } = givenLabel;

    public DateOnly? Earliest { get; private set; }

    public DateOnly? Latest { get; private set; }

    /// <summary>Label in the output, without <c>sub-</c>.</summary>
    public string Label { get; set; } = "";

    public int? ShiftDays { get; set; }

    public void Note(DateOnly date)
    {
        if (DateSpelling.IsReleased(date) || date.Year > 2100) return;
        if (Earliest is null || date < Earliest) Earliest = date;
        if (Latest is null || date > Latest) Latest = date;
    }
}
