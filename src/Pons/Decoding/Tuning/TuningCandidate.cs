namespace Pons.Decoding.Tuning;

/// <summary>One choice of hyper-parameters and how it did on training trials that were left out.</summary>
/// <param name="Decoder">The decoder with these hyper-parameters.</param>
/// <param name="BalancedAccuracy">Mean over the classes of the share of right trials.</param>
/// <param name="LogLoss">Mean of −ln of the probability of what was asked for.</param>
public sealed record TuningCandidate(Decoder Decoder, double BalancedAccuracy, double LogLoss);
