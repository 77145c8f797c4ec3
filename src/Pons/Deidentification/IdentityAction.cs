namespace Pons.Deidentification;

/// <summary>What is done with something that points to a person.</summary>
public enum IdentityAction
{
    /// <summary>Replaced by a word in brackets that says what stood there, or by the code of the subject.</summary>
    Token,

    /// <summary>Taken out; the place is empty or holds what the format writes for unknown.</summary>
    Remove,

    /// <summary>A date, moved by the number of days of its subject.</summary>
    Shift,

    /// <summary>Made coarser: an age becomes <c>89+</c>, a time of the day becomes midnight.</summary>
    Generalise,

    /// <summary>Left as it is and reported: a person must look.</summary>
    Report,
}
