using Pons.Formats.Bids.Hed;

namespace Pons.Formats.Bids.Validation;

/// <summary>The HED vocabularies of a data set, and whether anything in it is annotated.</summary>
internal sealed class HedUse(HedVocabularies vocabularies)
{
    public HedVocabularies Vocabularies => vocabularies;

    /// <summary>Whether an annotation was met. Set by many threads, only ever to true.</summary>
    public bool IsUsed { get; set; }
}
