using System.Collections.Immutable;
using Pons.Formats;

namespace Pons.Evaluation.Identity;

/// <summary>
/// Measures how well a person is recognised by their signal across sessions. Attackers learn from all sessions but one of each person and
/// are asked about the one they have not seen. Two attackers are tried: one by power spectra, one by covariances; see the README.
/// </summary>
public sealed record SignalIdentityTest
{
    /// <summary>Fewer people than this, with two sessions each, give no figure that deserves a name.</summary>
    public const int FewestSubjects = 5;

    /// <summary>Length of a window in seconds; default 10.</summary>
    public double WindowSeconds { get; init; } = 10;

    /// <summary>So much of each recording is used at most, in seconds; default 600, so that memory stays bounded.</summary>
    public double LongestSeconds { get; init; } = 600;

    /// <summary>Redrawings of the people for the intervals; default 2000.</summary>
    public int Redrawings { get; init; } = 2000;

    /// <summary>Decides the redrawings; default 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Measures.</summary>
    /// <param name="recordings">The recordings with their people and sessions.</param>
    /// <param name="progress">Told, on this thread, how many of how many recordings are read; may be <see langword="null"/>.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="RecordingFormatException">A recording cannot be read.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public SignalIdentityRisk Measure(
        IReadOnlyList<IdentityRecording> recordings, Action<int, int>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(recordings);
        if (WhyUnknown(recordings) is { } reason) return new() { UnknownBecause = reason };
        var signals = IdentitySignals.Survey(recordings, cancellation);
        if (signals.WhyUnusable is { } fault) return new() { UnknownBecause = fault };
        var windows = new List<IdentityWindow>();
        for (var i = 0; i < recordings.Count; i++)
        {
            windows.AddRange(signals.Windows(recordings[i], this, cancellation));
            progress?.Invoke(i + 1, recordings.Count);
        }

        var usable = windows.Select(w => new IdentityRecording(w.Subject, w.Session, "")).Distinct().ToList();
        if (WhyUnknown(usable) is { } tooShort) return new() { UnknownBecause = $"After windows of {WindowSeconds:0.#} s were cut: {tooShort}" };
        var scores = IdentityFeature.All.Select(f => (f.Name, Scores: IdentityTrials.Run(windows, f, cancellation))).ToList();
        return new()
        {
            Attacks = [.. scores.Select(s => s.Scores.Summarise(s.Name, this))],
            Subjects = windows.Select(w => w.Subject).Distinct().Count(),
            TestedSessions = scores[0].Scores.SessionCount,
            TestedWindows = scores[0].Scores.WindowCount,
            WindowSeconds = WindowSeconds,
            Channels = signals.Labels.Length,
            Limits = Limits(signals),
        };
    }

    /// <summary>Two sessions each, or nothing is known: within one session an attacker recognises the session, not the person.</summary>
    private static string? WhyUnknown(IReadOnlyList<IdentityRecording> recordings)
    {
        var people = recordings.GroupBy(r => r.Subject).ToList();
        var tested = people.Count(p => p.Select(r => r.Session).Distinct().Count() > 1);
        return tested >= FewestSubjects ? null
            : $"{tested} of {people.Count} people have two sessions or more; {FewestSubjects} are needed.";
    }

    private static ImmutableArray<string> Limits(IdentitySignals signals)
    {
        var limits = ImmutableArray.CreateBuilder<string>();
        limits.Add("Two plain attackers were tried; a stronger one, or one with more data of the same people, may identify more.");
        if (signals.AreSessionsOfOneDay)
            limits.Add("Sessions of one person were recorded on one day (or state no date): cap, amplifier and state were the same, "
                + "so the figures say little about another day and overstate what is recognised then.");
        if (signals.LeftOutChannels > 0)
            limits.Add($"{signals.LeftOutChannels} channels that not all recordings have were not looked at.");
        return limits.ToImmutable();
    }
}
