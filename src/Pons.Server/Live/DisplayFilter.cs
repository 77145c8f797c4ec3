using Pons.Signals;

namespace Pons.Server.Live;

/// <summary>
/// A causal filter that the browser may put between the raw signal and the eye. It is designed here and travels as sections,
/// so that there is one filter design in Pons; it never touches what is recorded or decoded.
/// </summary>
/// <param name="Id">What the studio calls it: <c>1-40</c>, <c>8-30</c> or <c>notch</c>; another id is shown as it stands.</param>
/// <param name="Design">The sections in the order of passing, designed for the rate of the stream.</param>
public sealed record DisplayFilter(string Id, SecondOrderSections Design);
