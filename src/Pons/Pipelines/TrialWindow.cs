namespace Pons.Pipelines;

/// <summary>Where trials lie relative to their marker.</summary>
public sealed record TrialWindow
{
    /// <summary>Describes one window a marker.</summary>
    /// <param name="startSeconds">From the marker to the first sample; negative when the trial begins before the marker.</param>
    /// <param name="lengthSeconds">Length, more than 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is not finite, or the length is not positive.</exception>
    public TrialWindow(double startSeconds, double lengthSeconds)
    {
        if (!double.IsFinite(startSeconds)) throw new ArgumentOutOfRangeException(nameof(startSeconds), startSeconds, "Must be finite.");
        if (!(lengthSeconds > 0 && double.IsFinite(lengthSeconds)))
            throw new ArgumentOutOfRangeException(nameof(lengthSeconds), lengthSeconds, "Must be positive and finite.");
        StartSeconds = startSeconds;
        LengthSeconds = lengthSeconds;
    }

    /// <summary>From the marker to the first sample, in seconds.</summary>
    public double StartSeconds { get; }

    /// <summary>Length in seconds.</summary>
    public double LengthSeconds { get; }

    /// <summary>How many windows are cut for one marker; 1 by default.</summary>
    public int Count { get; private init; } = 1;

    /// <summary>From the start of one window to the start of the next, in seconds; 0 for one window.</summary>
    public double StepSeconds { get; private init; }

    /// <summary>The same window several times, each a step later.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than one window, or a step that is not positive.</exception>
    public TrialWindow Repeated(int count, double stepSeconds)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        if (!(stepSeconds > 0 && double.IsFinite(stepSeconds)))
            throw new ArgumentOutOfRangeException(nameof(stepSeconds), stepSeconds, "Must be positive and finite.");
        return this with { Count = count, StepSeconds = stepSeconds };
    }
}
