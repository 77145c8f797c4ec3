namespace Pons.Deidentification;

/// <summary>The source or the target of a de-identification cannot be used.</summary>
public sealed class DeidentificationException : PonsException
{
    internal DeidentificationException(string what, string why, string remedy)
        : base(what, why, remedy)
    {
    }
}
