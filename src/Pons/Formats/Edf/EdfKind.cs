namespace Pons.Formats.Edf;

/// <summary>Which of the three layouts an EDF file has.</summary>
public enum EdfKind
{
    /// <summary>Plain EDF of 1992: one continuous stretch, no annotations.</summary>
    Edf,
    /// <summary>EDF+C: continuous, with annotations.</summary>
    EdfPlusContinuous,
    /// <summary>EDF+D: data records may have gaps between them; with annotations.</summary>
    EdfPlusDiscontinuous,
}
