using System.Collections.Immutable;
using Pons.Decoding.Calibration;
using Pons.Decoding.Tuning;

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
        new Riemann.RiemannSvm(),
        new Riemann.AugmentedTangentSvm(),
        new Spatial.RegularisedCspLda(),
        new Spatial.MultiClassCspLda(),
        new Spatial.FilterBankCspLda(),
        new Vep.Cca(), new Vep.Fbcca(), new Vep.Trca(), new Vep.EnsembleTrca(), new Vep.Tdca(), new Vep.ExtendedCca(),
        new Vep.MsetCca(), new Vep.ReconvolutionCca(),
        new Erp.XdawnLda(), new Erp.XdawnTangentLr(), new Erp.XdawnMdm(), new Erp.ErpTangentLr(), new Erp.ErpMdm(), new Erp.ErpLda(),
        new Erp.ToeplitzLda(), new Erp.StepwiseLda(),
        new Spectral.BandPowerLda(),
        new Deep.EegNet(), new Deep.ShallowConvNet(),
    ];

    /// <summary>
    /// The decoder of this name; behind the name of any decoder, <c>+temperature</c> asks for calibrated probabilities, <c>+tuned</c> for
    /// hyper-parameters chosen inside the training trials.
    /// </summary>
    /// <exception cref="DecodingException">There is none.</exception>
    public static Decoder Named(string name) => Find(name) ?? throw new DecodingException(
        $"There is no decoder '{name}'.", "Nothing can be fitted or restored without it.",
        $"Choose one of: {string.Join(", ", All.Select(d => d.Name))}.");

    /// <summary>The decoder of this name, with the hyper-parameters that it is known with; <see langword="null"/> if there is none.</summary>
    /// <param name="name">A name, or one with <c>+temperature</c> or <c>+tuned</c> behind it.</param>
    /// <param name="known">Where to look; in <see cref="All"/> by default.</param>
    public static Decoder? Find(string name, IEnumerable<Decoder>? known = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        var decoders = known ?? All;
        if (decoders.FirstOrDefault(d => d.Name == name) is { } found) return found;
        Decoder? Behind(string suffix) =>
            name.EndsWith(suffix, StringComparison.Ordinal) ? decoders.FirstOrDefault(d => d.Name == name[..^suffix.Length]) : null;
        return Behind(TemperatureScaled.Suffix) is { } scaled ? new TemperatureScaled(scaled)
            : Behind(Tuned.Suffix) is { } tuned ? new Tuned(tuned) : null;
    }
}
