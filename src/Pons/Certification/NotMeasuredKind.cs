namespace Pons.Certification;

/// <summary>What kept something from being measured.</summary>
public enum NotMeasuredKind
{
    /// <summary>It was left out on purpose.</summary>
    LeftOut,

    /// <summary>The program that it needs is not on this computer.</summary>
    NoProgram,

    /// <summary>This computer or system has no such thing.</summary>
    NotOnThisSystem,

    /// <summary>The system refused or broke off; the detail is its message.</summary>
    Failed,

    /// <summary>Too few times were measured to say anything of the percentile.</summary>
    TooFew,
}
