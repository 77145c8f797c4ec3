using System.Collections.Immutable;

namespace Pons.Formats.Bids.Hed;

/// <summary>The annotation of one column in a side-car: one text with a placeholder, or one for each level.</summary>
/// <param name="Name">Name of the column.</param>
/// <param name="ValueText">The text of a column of values; <see langword="null"/> for one of levels.</param>
/// <param name="Levels">The texts by level; empty for a column of values.</param>
internal sealed record HedColumn(string Name, string? ValueText, ImmutableDictionary<string, string> Levels)
{
    /// <summary>The annotation of a cell; <see langword="null"/> when there is none.</summary>
    public string? Of(string cell) => ValueText is not null ? ValueText.Replace("#", cell, StringComparison.Ordinal) : Levels.GetValueOrDefault(cell);
}
