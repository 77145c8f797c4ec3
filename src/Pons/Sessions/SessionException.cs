namespace Pons.Sessions;

/// <summary>A session cannot be recorded or read as it was asked for.</summary>
public sealed class SessionException : PonsException
{
    /// <summary>Names the fault.</summary>
    /// <param name="what">What is wrong, with the actual value.</param>
    /// <param name="why">Why it matters.</param>
    /// <param name="remedy">What to do.</param>
    /// <param name="inner">The fault that caused this one, if any.</param>
    public SessionException(string what, string why, string remedy, Exception? inner = null)
        : base(what, why, remedy, inner)
    {
    }
}
