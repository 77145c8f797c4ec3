using System.Collections.Immutable;

namespace Pons.Evaluation.Identity;

/// <summary>
/// Measured re-identification by the signal itself. An upper limit is never known: a better attacker may come. Where sessions do not
/// suffice, the risk is unknown, and unknown counts as high.
/// </summary>
public sealed record SignalIdentityRisk
{
    /// <summary>Why nothing could be measured; <see langword="null"/> when it was.</summary>
    public string? UnknownBecause { get; init; }

    /// <summary>Whether the risk was measured.</summary>
    public bool IsKnown => UnknownBecause is null;

    /// <summary>What each attacker reaches; empty when unknown.</summary>
    public ImmutableArray<IdentityAttackResult> Attacks { get; init; } = [];

    /// <summary>The attacker who identifies most; <see langword="null"/> when unknown.</summary>
    public IdentityAttackResult? Strongest => Attacks.MaxBy(a => (a.IdentificationRate.Value, -a.EqualErrorRate.Value));

    /// <summary>How many people were told apart.</summary>
    public int Subjects { get; init; }

    /// <summary>How many sessions were tested, each by an attacker who had not seen it.</summary>
    public int TestedSessions { get; init; }

    /// <summary>How many windows were tested.</summary>
    public int TestedWindows { get; init; }

    /// <summary>Length of a window in seconds.</summary>
    public double WindowSeconds { get; init; }

    /// <summary>Channels that all recordings share and that were looked at.</summary>
    public int Channels { get; init; }

    /// <summary>Identification rate of guessing.</summary>
    public double Chance => Subjects == 0 ? 0 : 1.0 / Subjects;

    /// <summary>What limits the figures, each a sentence.</summary>
    public ImmutableArray<string> Limits { get; init; } = [];
}
