namespace Pons.Evaluation;

/// <summary>What goes with the class in a confounded recording.</summary>
public enum ConfoundKind
{
    /// <summary>Every recording holds one class only: any difference between recordings tells the classes apart.</summary>
    Recording,

    /// <summary>The trials of a class lie together in time: any drift tells them apart.</summary>
    Time,
}
