namespace Pons.Experiments;

/// <summary>A recording does not hold the experiment that a paradigm describes.</summary>
public sealed class ParadigmException : PonsException
{
    /// <summary>Makes the error from its three parts.</summary>
    public ParadigmException(string what, string why, string remedy)
        : base(what, why, remedy)
    {
    }
}
