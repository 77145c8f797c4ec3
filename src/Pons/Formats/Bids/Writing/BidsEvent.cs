namespace Pons.Formats.Bids.Writing;

/// <summary>What a marker of a recording means.</summary>
/// <param name="TrialType">Its name in <c>events.tsv</c>, such as <c>left_fist</c>.</param>
/// <param name="Description">What happened, in a sentence; may be empty.</param>
/// <param name="Hed">Its HED tags; may be empty.</param>
public sealed record BidsEvent(string TrialType, string Description = "", string Hed = "");
