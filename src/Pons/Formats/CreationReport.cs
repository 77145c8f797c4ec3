using System.Collections.Immutable;

namespace Pons.Formats;

/// <summary>What a format could not keep of a recording that was written.</summary>
/// <param name="Losses">Every channel, in the order of the file, with its loss of precision.</param>
/// <param name="Warnings">What was changed, shortened or left out, each a sentence; empty when nothing was.</param>
public sealed record CreationReport(ImmutableArray<ChannelLoss> Losses, ImmutableArray<string> Warnings)
{
    /// <summary>Whether every stored value reads back as the very same number.</summary>
    public bool IsBitEqual => Losses.All(l => l.LargestError == 0);
}
