namespace Pons.Deidentification;

/// <summary>A sealed map of shifts cannot be opened or made.</summary>
public sealed class SealedShiftMapException : PonsException
{
    internal SealedShiftMapException(string what, string why, string remedy, Exception? inner = null)
        : base(what, why, remedy, inner)
    {
    }
}
