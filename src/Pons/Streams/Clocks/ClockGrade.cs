namespace Pons.Streams.Clocks;

/// <summary>How far the times of a stream can be trusted.</summary>
public enum ClockGrade
{
    /// <summary>Times are what they are stated to be.</summary>
    Good,
    /// <summary>Times can be used where the reasons do not matter; look at them.</summary>
    Doubtful,
    /// <summary>Times must not be used without a look at the reasons.</summary>
    Bad,
}
