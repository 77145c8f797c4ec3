namespace Pons.Streams.Clocks;

/// <summary>Why a clock is not good. Names are stable: screens translate by them.</summary>
public enum ClockReasonCode
{
    /// <summary>Nothing has arrived. No values.</summary>
    NothingHeard,
    /// <summary>The crystals differ much. Values: drift in ppm, milliseconds a minute.</summary>
    Drift,
    /// <summary>The stated uncertainty is large. Values: milliseconds.</summary>
    Uncertainty,
    /// <summary>Arrivals scatter. Values: 95 % residual in milliseconds.</summary>
    Jitter,
    /// <summary>Samples come in bursts. Values: longest burst in milliseconds.</summary>
    Bursts,
    /// <summary>The fit began anew. Values: number of restarts.</summary>
    Restarts,
    /// <summary>Samples are missing. Values: number of gaps, samples missing, per cent missing.</summary>
    Gaps,
    /// <summary>Much of the time was warm-up. Values: per cent.</summary>
    WarmUp,
    /// <summary>The device's rate is not the stated one. Values: stated and measured rate in hertz.</summary>
    Rate,
    /// <summary>Samples carry one and the same stamp. Values: number of stamps, per cent.</summary>
    EqualStamps,
    /// <summary>Stamps go back. Values: number of stamps, per cent.</summary>
    BackwardStamps,
    /// <summary>Single stamps were too early to be believed. Values: number of stamps, per cent.</summary>
    Outliers,
    /// <summary>The computer was suspended. Values: seconds.</summary>
    HostSuspended,
    /// <summary>The wall clock was set. Values: seconds, below 0 when it was set back.</summary>
    WallClockSet,
}
