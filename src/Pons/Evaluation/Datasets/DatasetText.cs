namespace Pons.Evaluation.Datasets;

/// <summary>A text in both languages.</summary>
/// <param name="En">In English.</param>
/// <param name="Zh">In Chinese.</param>
public sealed record DatasetText(string En, string Zh);
