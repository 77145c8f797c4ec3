namespace Pons.Certification.Budgets;

/// <summary>What a limit or a paradigm came to; the later one counts where several meet.</summary>
public enum Verdict
{
    /// <summary>Within the limit, with 95 % confidence where it is a percentile.</summary>
    Pass,

    /// <summary>What was measured lies within the limit, but too few times were measured to be sure.</summary>
    Undecided,

    /// <summary>It could not be measured here.</summary>
    NotMeasured,

    /// <summary>What was measured lies beyond the limit.</summary>
    Fail,
}
