using System.Collections.Immutable;
using Pons.Decoding.Riemann;
using Pons.Decoding.Spatial;

namespace Pons.Decoding.Tuning;

/// <summary>The hyper-parameters that are tried for each decoder; small, since every candidate is fitted once for each part left out.</summary>
public static class TuningGrid
{
    private static readonly double[] Penalties = [0.01, 0.1, 1, 10];

    /// <summary>The candidates for a decoder, the others of its hyper-parameters as they are.</summary>
    /// <exception cref="DecodingException">Nothing of this decoder is chosen by trying.</exception>
    public static ImmutableArray<Decoder> Of(Decoder decoder) => decoder switch
    {
        CspLda csp => [.. ((int[])[2, 4, 6, 8, 10]).Select(n => csp with { FilterCount = n })],
        RegularisedCspLda csp => [.. from n in (int[])[4, 6] from loading in (double[])[0.01, 0.1, 0.5] select csp with { FilterCount = n, Loading = loading }],
        FilterBankCspLda bank => [.. ((int[])[2, 4, 8, 12]).Select(n => bank with { FeatureCount = n })],
        TangentLr lr => [.. Penalties.Select(c => lr with { InversePenalty = c })],
        TangentSvm svm => [.. Penalties.Select(c => svm with { InversePenalty = c })],
        RiemannSvm svm => [.. from c in (double[])[0.1, 1, 10] from width in (double[])[0.5, 1, 2] select svm with { InversePenalty = c, Width = width * svm.Width }],
        AugmentedTangentSvm acm => [.. from order in (int[])[2, 3] from lag in (double[])[1, 2, 4] select acm with { Order = order, LagSeconds = lag * acm.LagSeconds }],
        _ => throw new DecodingException(
            $"Nothing of decoder '{decoder?.Name}' is chosen by trying.", "No grid of hyper-parameters is stated for it.",
            "Use it without +tuned, or tune csp-lda, rcsp-lda, fbcsp-lda, tangent-lr, tangent-svm, riemann-svm or acm-tangent-svm."),
    };
}
