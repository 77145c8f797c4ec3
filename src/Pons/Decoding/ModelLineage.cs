using System.Collections.Immutable;

namespace Pons.Decoding;

/// <summary>
/// Where a model comes from: enough to train it again. Holds no time and no place, so that the same training gives the same file.
/// </summary>
/// <param name="Paradigm">Name of the paradigm that cut the trials.</param>
/// <param name="ParadigmParameters">Its parameters.</param>
/// <param name="Inputs">The files that it was trained on, in order; empty for a model trained in a live session.</param>
/// <param name="TrialCount">How many trials it was trained on.</param>
/// <param name="CreatedBy">Program and version that trained it.</param>
public sealed record ModelLineage(
    string Paradigm,
    ImmutableSortedDictionary<string, double> ParadigmParameters,
    ImmutableArray<ModelInput> Inputs,
    int TrialCount,
    string CreatedBy)
{
    /// <summary>This program and its version, such as <c>pons 0.1.0</c>.</summary>
    public static string ThisProgram { get; } = $"pons {typeof(ModelLineage).Assembly.GetName().Version?.ToString(3)}";
}
