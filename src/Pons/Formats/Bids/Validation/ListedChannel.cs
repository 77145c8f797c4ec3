namespace Pons.Formats.Bids.Validation;

/// <summary>A row of a channels.tsv.</summary>
/// <param name="Name">Name of the channel.</param>
/// <param name="Type">Its type.</param>
/// <param name="RateHz">Its own sampling rate; <see langword="null"/> when not stated.</param>
/// <param name="Line">Line of the row.</param>
internal sealed record ListedChannel(string Name, string Type, double? RateHz, int Line);
