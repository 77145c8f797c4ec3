namespace Pons.Signals;

/// <summary>
/// One second-order section of a recursive filter, H(z) = (b0 + b1 z⁻¹ + b2 z⁻²) / (1 + a1 z⁻¹ + a2 z⁻²). The coefficients have no unit.
/// </summary>
/// <param name="B0">Weight of the present input.</param>
/// <param name="B1">Weight of the input one sample ago.</param>
/// <param name="B2">Weight of the input two samples ago.</param>
/// <param name="A1">Weight of the output one sample ago, with the sign of the denominator.</param>
/// <param name="A2">Weight of the output two samples ago, with the sign of the denominator.</param>
public readonly record struct Biquad(double B0, double B1, double B2, double A1, double A2);
