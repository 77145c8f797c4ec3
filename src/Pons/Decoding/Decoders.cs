using System.Collections.Immutable;

namespace Pons.Decoding;

/// <summary>Every decoder that Pons knows; a new one is added here and nowhere else.</summary>
public static class Decoders
{
    /// <summary>
    /// The three that are compared when nobody chooses: one of each classic family of oscillation decoders, with default hyper-parameters.
    /// </summary>
    public static ImmutableArray<Decoder> Standard { get; } = [new Spatial.CspLda(), new Riemann.RiemannMdm(), new Riemann.TangentLr()];

    /// <summary>All decoders with their default hyper-parameters.</summary>
    public static ImmutableArray<Decoder> All { get; } =
    [
        .. Standard,
        new Riemann.FilteredMdm(),
        new Riemann.TangentLda(),
        new Riemann.TangentSvm(),
        new Vep.Cca(),
        new Vep.Fbcca(),
    ];

    /// <summary>The decoder of this name.</summary>
    /// <exception cref="DecodingException">There is none.</exception>
    public static Decoder Named(string name) =>
        All.FirstOrDefault(d => d.Name == name) ?? throw new DecodingException(
            $"There is no decoder '{name}'.", "Nothing can be fitted or restored without it.",
            $"Choose one of: {string.Join(", ", All.Select(d => d.Name))}.");
}
