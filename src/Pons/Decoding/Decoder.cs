using System.Collections.Immutable;

namespace Pons.Decoding;

/// <summary>
/// A way to decode, as a value: its hyper-parameters, nothing learnt. Fitting makes another type, so "not fitted" cannot be
/// said. Promises (checked by <c>DecoderContract</c>): fitting twice on equal trials gives models of equal content hash; the
/// trials are not changed; saving and loading gives the same predictions bit for bit; probabilities sum to one; too few
/// trials, one class only, or values that are not finite give a <see cref="DecodingException"/>.
/// </summary>
public abstract record Decoder
{
    /// <summary>Name on the command line and in models, such as <c>riemann-mdm</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The hyper-parameters by name, as models and reports keep them.</summary>
    public abstract ImmutableSortedDictionary<string, double> Parameters { get; }

    /// <summary>Learns from labelled trials; trials without a label are passed over.</summary>
    /// <exception cref="DecodingException">The trials do not suffice.</exception>
    public abstract FittedDecoder Fit(TrialSet trials);

    /// <summary>
    /// Makes again what <see cref="FittedDecoder.ToContent"/> has taken apart; hyper-parameters are those of the content.
    /// </summary>
    /// <exception cref="DecodingException">The content does not describe a fitted decoder of this kind.</exception>
    public abstract FittedDecoder Restore(ModelContent content);
}
