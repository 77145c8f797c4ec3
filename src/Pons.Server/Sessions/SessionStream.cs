using System.Collections.Immutable;

namespace Pons.Server.Sessions;

/// <summary>One stream of a recording, as it is shown.</summary>
/// <param name="Name">Name of the stream.</param>
/// <param name="Channels">Number of channels.</param>
/// <param name="RateHz">Samples per second; <see langword="null"/> when irregular.</param>
/// <param name="Samples">Samples that are stored.</param>
/// <param name="Missing">Samples that are missing.</param>
/// <param name="From">Where it begins, in seconds from the start of the recording.</param>
/// <param name="Seconds">How long it is, gaps included.</param>
/// <param name="Gaps">Where nothing is stored, in order.</param>
internal sealed record SessionStream(
    string Name, int Channels, double? RateHz, long Samples, long Missing, double From, double Seconds, ImmutableArray<SessionStream.Gap> Gaps)
{
    /// <summary>How its clock last stood; <see langword="null"/> when no ledger says.</summary>
    public ClockState? Clock { get; init; }

    /// <summary>A stretch in which nothing is stored.</summary>
    /// <param name="From">Where it begins, in seconds from the start of the recording.</param>
    /// <param name="Seconds">How long it is.</param>
    /// <param name="Samples">How many samples are missing.</param>
    internal sealed record Gap(double From, double Seconds, long Samples);

    /// <summary>How a clock stood against the computer's.</summary>
    /// <param name="DriftPpm">How much faster the device ran than the computer.</param>
    /// <param name="UncertaintyMilliseconds">How far a time may be wrong.</param>
    internal sealed record ClockState(double? DriftPpm, double? UncertaintyMilliseconds);
}
