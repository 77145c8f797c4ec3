namespace Pons.Experiments.Speller;

/// <summary>A letter that was decided on.</summary>
/// <param name="Symbol">The most probable symbol.</param>
/// <param name="Probability">Its probability.</param>
/// <param name="Flashes">How many flashes it took.</param>
/// <param name="Stopped">Whether the probability reached the threshold before the flashes ended.</param>
public sealed record SpelledLetter(char Symbol, double Probability, int Flashes, bool Stopped);
