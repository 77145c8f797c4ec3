namespace Pons.Formats.Bids.Validation;

/// <summary>A section of the specification.</summary>
/// <param name="Title">Its title.</param>
/// <param name="Url">Its address.</param>
public sealed record BidsSection(string Title, string Url);
