namespace Pons.Decoding.Linear;

/// <summary>A fitted decoder whose probabilities are the softmax of scores that are linear in its features, one a class.</summary>
internal interface ILinearScores
{
    /// <summary>One score a class.</summary>
    double[] Scores(Trial trial);
}
