namespace Pons.Streams.Clocks;

/// <summary>A disturbance of this computer's clocks, as <see cref="HostWatch"/> noticed it.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Before">The last moment of the monotonic clock before it.</param>
/// <param name="Noticed">When it was noticed.</param>
/// <param name="Size">How long the computer was suspended, or by how much the clock was set; above 0.</param>
/// <param name="IsCertain">
/// Whether the kind is certain. Without a clock that goes on in suspension, a clock that was set forward looks like one.
/// </param>
public sealed record HostDisturbance(HostDisturbanceKind Kind, Timestamp Before, Timestamp Noticed, Duration Size, bool IsCertain);
