using System.Collections.Immutable;

namespace Pons.Formats.Bids.Writing;

/// <summary>What became of recordings that were written as a data set.</summary>
/// <param name="Recordings">How many recordings were written.</param>
/// <param name="Participants">How many participants they belong to.</param>
/// <param name="Files">All files of the data set.</param>
/// <param name="LeftOut">Files that are no recordings with samples, and why.</param>
/// <param name="Warnings">What was assumed, or could not be kept, each a sentence.</param>
public sealed record BidsReport(
    int Recordings, int Participants, ImmutableArray<BidsFileEntry> Files, ImmutableArray<string> LeftOut, ImmutableArray<string> Warnings);
