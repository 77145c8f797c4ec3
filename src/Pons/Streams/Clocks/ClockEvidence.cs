namespace Pons.Streams.Clocks;

/// <summary>What is known of one stream's times, for a <see cref="ClockVerdict"/>.</summary>
public sealed record ClockEvidence
{
    /// <summary>Name of the stream.</summary>
    public string Stream { get; init; } = "";

    /// <summary>Pairs that were fitted.</summary>
    public long Pairs { get; init; }

    /// <summary>Drift of the host against the device, in parts per million.</summary>
    public double DriftPartsPerMillion { get; init; }

    /// <summary>Half width of the drift.</summary>
    public double DriftUncertaintyPartsPerMillion { get; init; }

    /// <summary>Stated uncertainty of the newest moment.</summary>
    public Duration Uncertainty { get; init; }

    /// <summary>95 % residual of arrivals.</summary>
    public Duration Residual95 { get; init; }

    /// <summary>Longest burst, in device time.</summary>
    public Duration LongestBurst { get; init; }

    /// <summary>Share of pairs that arrived together with the one before.</summary>
    public double ShareInBursts { get; init; }

    /// <summary>Number of restarts.</summary>
    public int Restarts { get; init; }

    /// <summary>Why the last restart was; <see langword="null"/> when there was none.</summary>
    public ClockRestartReason? LastRestart { get; init; }

    /// <summary>Share of the time in warm-up.</summary>
    public double TimeInWarmUp { get; init; }

    /// <summary>Stamps that equal the one before.</summary>
    public long EqualStamps { get; init; }

    /// <summary>Stamps that lie before an earlier one.</summary>
    public long BackwardStamps { get; init; }

    /// <summary>Stamps that are too early to be believed.</summary>
    public long Outliers { get; init; }

    /// <summary>Number of gaps that the source counted.</summary>
    public long Gaps { get; init; }

    /// <summary>Samples that the source counted as missing.</summary>
    public long MissingSamples { get; init; }

    /// <summary>Samples that were received.</summary>
    public long ReceivedSamples { get; init; }

    /// <summary>Stated rate in hertz; <see langword="null"/> when irregular.</summary>
    public double? NominalRateHz { get; init; }

    /// <summary>Samples, missing ones included, a second of host time; <see langword="null"/> when not measured.</summary>
    public double? MeasuredRateHz { get; init; }

    /// <summary>What a fit knows; gaps, samples and rates are the source's to add.</summary>
    public static ClockEvidence Of(string stream, ClockFit fit)
    {
        ArgumentNullException.ThrowIfNull(fit);
        return new()
        {
            Stream = stream,
            Pairs = fit.Pairs,
            DriftPartsPerMillion = fit.DriftPartsPerMillion,
            DriftUncertaintyPartsPerMillion = fit.DriftUncertaintyPartsPerMillion,
            Uncertainty = fit.Uncertainty,
            Residual95 = fit.Residual95,
            LongestBurst = fit.LongestBurst,
            ShareInBursts = fit.ShareInBursts,
            Restarts = fit.Restarts,
            LastRestart = fit.LastRestart,
            TimeInWarmUp = fit.TimeInWarmUp,
            EqualStamps = fit.EqualStamps,
            BackwardStamps = fit.BackwardStamps,
            Outliers = fit.Outliers,
        };
    }
}
