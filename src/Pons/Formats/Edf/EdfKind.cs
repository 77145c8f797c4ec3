namespace Pons.Formats.Edf;

/// <summary>Which of the three layouts a file of the EDF family has.</summary>
public enum EdfKind
{
    /// <summary>Plain EDF of 1992 or plain BDF: one continuous stretch, no annotations.</summary>
    Edf,
    /// <summary>EDF+C or BDF+C: continuous, with annotations.</summary>
    EdfPlusContinuous,
    /// <summary>EDF+D or BDF+D: data records may have gaps between them; with annotations.</summary>
    EdfPlusDiscontinuous,
}
