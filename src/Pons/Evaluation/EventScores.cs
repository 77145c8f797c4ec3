using System.Collections.Immutable;

namespace Pons.Evaluation;

/// <summary>
/// How well events were detected, by the rules of SzCORE (Dan et al. 2024, doi 10.1111/epi.18113) on a grid of 0.1 s: events less than 90 s apart
/// are one, events longer than 5 min are cut into pieces of 5 min, and a true event counts from 30 s before it to 60 s after it. A true event that any
/// detection overlaps is found; a detection of which any part lies outside the found ones is a false alarm, even if it found one.
/// </summary>
/// <param name="References">True events after joining and cutting.</param>
/// <param name="Detections">Detections after the same.</param>
/// <param name="Found">True events that were found.</param>
/// <param name="FalseAlarms">Detections with a part outside the events that were found.</param>
/// <param name="Seconds">Length of the recording.</param>
public sealed record EventScores(int References, int Detections, int Found, int FalseAlarms, double Seconds)
{
    private const int GridPerSecond = 10;
    private const int JoinBelow = 90 * GridPerSecond;
    private const int Longest = 300 * GridPerSecond;
    private const int Before = 30 * GridPerSecond;
    private const int After = 60 * GridPerSecond;

    /// <summary>The share of true events that were found; <see langword="null"/> without true events, and not 0.</summary>
    public double? Sensitivity => References > 0 ? (double)Found / References : null;

    /// <summary>Found events against false alarms; <see langword="null"/> without either.</summary>
    public double? Precision => Found + FalseAlarms > 0 ? (double)Found / (Found + FalseAlarms) : null;

    /// <summary>2 · found / (2 · found + false alarms + missed); <see langword="null"/> without events and alarms.</summary>
    public double? F1 => References + Found + FalseAlarms > 0 ? 2.0 * Found / (References + Found + FalseAlarms) : null;

    /// <summary>False alarms in 24 hours.</summary>
    public double FalseAlarmsPerDay => FalseAlarms / (Seconds / 86_400);

    /// <summary>Scores detections against the truth.</summary>
    /// <param name="reference">True events, in any order.</param>
    /// <param name="detected">Detections, in any order.</param>
    /// <param name="seconds">Length of the recording, above 0.</param>
    /// <exception cref="ArgumentException">An event ends before it begins or lies outside the recording.</exception>
    public static EventScores Of(IEnumerable<EventSpan> reference, IEnumerable<EventSpan> detected, double seconds)
    {
        if (!(seconds > 0 && double.IsFinite(seconds)))
            throw new ArgumentOutOfRangeException(nameof(seconds), seconds, "Must be positive and finite.");
        var truths = Tidy(reference, seconds, nameof(reference));
        var detections = Tidy(detected, seconds, nameof(detected));
        var end = (int)Math.Round(seconds * GridPerSecond);
        var found = truths.Select(t => (Start: Math.Max(0, t.Start - Before), End: Math.Min(end, t.End + After)))
            .Where(t => detections.Any(d => Math.Min(t.End, d.End) > Math.Max(t.Start, d.Start))).ToArray();
        return new(truths.Length, detections.Length, found.Length, detections.Count(d => !IsCovered(d, found)), seconds);
    }

    private static ImmutableArray<(int Start, int End)> Tidy(IEnumerable<EventSpan> events, double seconds, string name)
    {
        ArgumentNullException.ThrowIfNull(events);
        var joined = new List<(int Start, int End)>();
        foreach (var one in events.OrderBy(e => e.StartSeconds))
        {
            if (!(one.StartSeconds >= 0 && one.EndSeconds >= one.StartSeconds && one.EndSeconds <= seconds))
                throw new ArgumentException(
                    $"An event from {one.StartSeconds} s to {one.EndSeconds} s does not lie in a recording of {seconds} s.", name);
            var (start, end) = ((int)Math.Round(one.StartSeconds * GridPerSecond), (int)Math.Round(one.EndSeconds * GridPerSecond));
            if (joined.Count > 0 && start - joined[^1].End < JoinBelow) joined[^1] = (joined[^1].Start, Math.Max(joined[^1].End, end));
            else joined.Add((start, end));
        }

        return [.. joined.SelectMany(Pieces)];
    }

    private static IEnumerable<(int Start, int End)> Pieces((int Start, int End) one)
    {
        for (var at = one.Start; at < one.End; at += Longest) yield return (at, Math.Min(at + Longest, one.End));
    }

    /// <summary>Whether spans, in the order of their starts, leave no part of another uncovered.</summary>
    private static bool IsCovered((int Start, int End) one, (int Start, int End)[] spans)
    {
        var reached = one.Start;
        foreach (var span in spans)
            if (span.Start <= reached) reached = Math.Max(reached, span.End);
        return reached >= one.End;
    }
}
