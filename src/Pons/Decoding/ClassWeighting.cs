namespace Pons.Decoding;

/// <summary>How much the trials of each class count in training, for sets in which classes are not equally frequent.</summary>
public enum ClassWeighting
{
    /// <summary>Every trial counts the same, so the frequent class is preferred as it is in the training data.</summary>
    ByTrials,

    /// <summary>Every class counts the same: a trial of class k weighs trials / (classes · trials of class k), and priors are equal.</summary>
    Balanced,
}
