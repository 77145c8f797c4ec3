namespace Pons.Deidentification;

/// <summary>What became of a file.</summary>
public enum FileVerdict
{
    /// <summary>It was rewritten, read again and found clean.</summary>
    Released,

    /// <summary>It could not be understood and is not released.</summary>
    Refused,

    /// <summary>It was rewritten, but something that points to a person was found when it was read again; it is not released.</summary>
    Failed,

    /// <summary>It is a by-product of an operating system or version control and is not copied.</summary>
    LeftOut,
}
