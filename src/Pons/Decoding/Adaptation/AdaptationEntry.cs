using System.Collections.Immutable;

namespace Pons.Decoding.Adaptation;

/// <summary>One change of an adaptive decoder.</summary>
/// <param name="Origin">The trial that it changed with: which recording, which samples, and when on the recording's clock.</param>
/// <param name="Label">What it was told was asked for; <see langword="null"/> when it looks at no label.</param>
/// <param name="Amount">How far it moved: a distance of means, or of scores, as the adaptation says.</param>
/// <param name="HashBefore">Content hash of the model before.</param>
/// <param name="HashAfter">Content hash of the model after.</param>
/// <param name="Changed">The arrays of the model that changed, as they are after.</param>
public sealed record AdaptationEntry(
    TrialOrigin Origin, ClassLabel? Label, double Amount, string HashBefore, string HashAfter, ImmutableArray<ModelArray> Changed);
