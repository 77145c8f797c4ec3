namespace Pons.Evaluation.Datasets;

/// <summary>What a data set may be used for.</summary>
/// <param name="Name">SPDX name such as <c>ODC-By-1.0</c>, or words where there is none.</param>
/// <param name="IsOpen">Whether it may be passed on, with attribution at most.</param>
public sealed record DatasetLicence(string Name, bool IsOpen);
