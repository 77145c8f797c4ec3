using System.Collections.Immutable;

namespace Pons.Evaluation;

/// <summary>One division of trials into those that a decoder learns from and those that it is tested on; by place in the set.</summary>
/// <param name="Name">What is tested, such as the run.</param>
/// <param name="Train">Places of the training trials, ascending.</param>
/// <param name="Test">Places of the test trials, ascending.</param>
public sealed record Fold(string Name, ImmutableArray<int> Train, ImmutableArray<int> Test);
