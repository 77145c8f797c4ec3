namespace Pons.Decoding;

/// <summary>What a model file holds.</summary>
/// <param name="Decoder">The decoder, ready to decide.</param>
/// <param name="Lineage">Where it comes from.</param>
public sealed record SavedModel(FittedDecoder Decoder, ModelLineage Lineage);
