namespace Pons;

/// <summary>
/// An error that a user can act on. Its message has three parts: what is wrong with the actual value, why that matters,
/// and what to do about it. Each family of errors is a subclass; mistakes of the calling program are
/// <see cref="ArgumentException"/> instead.
/// </summary>
public abstract class PonsException : Exception
{
    /// <summary>Makes the error from its three parts, each one a sentence.</summary>
    /// <param name="what">What is wrong, with the actual value.</param>
    /// <param name="why">Why it matters.</param>
    /// <param name="remedy">What to do.</param>
    /// <param name="inner">The fault that caused this one, if any.</param>
    protected PonsException(string what, string why, string remedy, Exception? inner = null)
        : base($"{what} {why} {remedy}", inner)
    {
        What = what;
        Why = why;
        Remedy = remedy;
    }

    /// <summary>What is wrong, with the actual value.</summary>
    public string What { get; }

    /// <summary>Why it matters.</summary>
    public string Why { get; }

    /// <summary>What to do.</summary>
    public string Remedy { get; }
}
