namespace Pons.Streams.Clocks;

/// <summary>How far a <see cref="ClockFit"/> has come.</summary>
public enum ClockFitState
{
    /// <summary>Too little has been seen since the start or the last restart; the stated uncertainty is large.</summary>
    WarmingUp,
    /// <summary>The fit rests on at least the time of <see cref="ClockFitOptions.WarmUp"/>.</summary>
    Steady,
}
