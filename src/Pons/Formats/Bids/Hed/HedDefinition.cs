namespace Pons.Formats.Bids.Hed;

/// <summary>A definition of a side-car.</summary>
/// <param name="Name">Its name.</param>
/// <param name="TakesValue">Whether those who use it give a value.</param>
/// <param name="Content">What it stands for; <see langword="null"/> when it has only a name.</param>
internal sealed record HedDefinition(string Name, bool TakesValue, HedGroup? Content)
{
    /// <summary>What it stands for, with a value put in, in a form that is the same for all ways of writing it.</summary>
    public string Evaluate(string value) => Content is null ? "" : Content.Canonical.Replace("#", value, StringComparison.Ordinal);
}
