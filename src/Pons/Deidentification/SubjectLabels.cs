namespace Pons.Deidentification;

/// <summary>Which subjects get a new label.</summary>
public enum SubjectLabels
{
    /// <summary>Those whose label is more than a usual word and up to four digits, and those that have none.</summary>
    Doubtful,

    /// <summary>All, in an order drawn at random.</summary>
    All,

    /// <summary>None that has a label already; only for labels that are codes of a study.</summary>
    Keep,
}
