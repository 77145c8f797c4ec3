namespace Pons.Evaluation;

/// <summary>An evaluation cannot be carried out on the data it was given.</summary>
public sealed class EvaluationException : PonsException
{
    /// <summary>Makes the error from its three parts.</summary>
    public EvaluationException(string what, string why, string remedy, Exception? inner = null)
        : base(what, why, remedy, inner)
    {
    }
}
