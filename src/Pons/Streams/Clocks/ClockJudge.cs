using System.Collections.Immutable;

namespace Pons.Streams.Clocks;

/// <summary>Holds what is known of a stream's times against the limits and puts what is not good into words.</summary>
internal sealed class ClockJudge(ClockEvidence evidence, ClockLimits limits)
{
    public IEnumerable<ClockReason> Reasons()
    {
        if (evidence.Pairs == 0)
            return [New(ClockReasonCode.NothingHeard, ClockGrade.Bad, $"Nothing has arrived.") with { Stream = evidence.Stream }];
        return Candidates().Where(r => r.Grade != ClockGrade.Good).Select(r => r with { Stream = evidence.Stream });
    }

    public static ClockReason ReasonOf(HostDisturbance disturbance)
    {
        var seconds = disturbance.Size.Seconds;
        return disturbance.Kind switch
        {
            HostDisturbanceKind.Suspended => New(ClockReasonCode.HostSuspended, ClockGrade.Bad,
                $"The computer was suspended{(disturbance.IsCertain ? "" : ", or its clock was set forward,")} for {seconds:0.0} s.", seconds),
            HostDisturbanceKind.SetForward => New(ClockReasonCode.WallClockSet, ClockGrade.Doubtful,
                $"The wall clock was set forward by {seconds:0.0} s; times within the recording are not touched.", seconds),
            _ => New(ClockReasonCode.WallClockSet, ClockGrade.Doubtful,
                $"The wall clock was set back by {seconds:0.0} s; times within the recording are not touched.", -seconds),
        };
    }

    private IEnumerable<ClockReason> Candidates() =>
        [Drift(), Uncertainty(), Jitter(), Bursts(), Restarts(), Gaps(), WarmUp(), Rate(), EqualStamps(), BackwardStamps(), Outliers()];

    private ClockReason Drift()
    {
        // Only what the drift is at least, or a cold fit would be blamed for what it does not know.
        var drift = evidence.DriftPartsPerMillion;
        var certain = Math.Max(0, Math.Abs(drift) - evidence.DriftUncertaintyPartsPerMillion);
        return New(ClockReasonCode.Drift, limits.Drift.Of(certain),
            $"The device's clock runs {Math.Abs(drift):0} ppm {(drift < 0 ? "fast" : "slow")}, {Math.Abs(drift) * 0.06:0.0} ms a minute.",
            drift, drift * 0.06);
    }

    private ClockReason Uncertainty()
    {
        var milliseconds = evidence.Uncertainty.Milliseconds;
        var grade = limits.Uncertainty.Of(milliseconds);
        return New(ClockReasonCode.Uncertainty, grade, $"Times are certain to ±{milliseconds:0.0} ms only.", milliseconds);
    }

    private ClockReason Jitter()
    {
        var milliseconds = evidence.Residual95.Milliseconds;
        var grade = limits.Jitter.Of(milliseconds);
        return New(ClockReasonCode.Jitter, grade, $"Arrivals scatter: 5 % come more than {milliseconds:0.0} ms late.", milliseconds);
    }

    private ClockReason Bursts()
    {
        // A single stall is not a habit.
        var milliseconds = evidence.LongestBurst.Milliseconds;
        var grade = evidence.ShareInBursts >= limits.BurstHabit ? limits.Burst.Of(milliseconds) : ClockGrade.Good;
        return New(ClockReasonCode.Bursts, grade, $"Samples come in bursts; the longest held {milliseconds:0} ms of signal.", milliseconds);
    }

    private ClockReason Restarts() => New(ClockReasonCode.Restarts, limits.Restarts.Of(evidence.Restarts),
        $"The fit of the clock began anew {Times(evidence.Restarts)}{Because(evidence.LastRestart)}.", evidence.Restarts);

    private ClockReason Gaps()
    {
        var share = evidence.MissingSamples / (double)Math.Max(1, evidence.MissingSamples + evidence.ReceivedSamples);
        return New(ClockReasonCode.Gaps, limits.Missing.Of(share),
            $"{evidence.MissingSamples} samples ({100 * share:0.###} %) are missing in {(evidence.Gaps == 1 ? "one gap" : $"{evidence.Gaps} gaps")}.",
            evidence.Gaps, evidence.MissingSamples, 100 * share);
    }

    private ClockReason WarmUp() => New(ClockReasonCode.WarmUp, limits.WarmUp.Of(evidence.TimeInWarmUp),
        $"The fit was warming up for {100 * evidence.TimeInWarmUp:0} % of the time.", 100 * evidence.TimeInWarmUp);

    private ClockReason Rate()
    {
        if (evidence is not { NominalRateHz: { } stated, MeasuredRateHz: { } measured }) return New(ClockReasonCode.Rate, ClockGrade.Good, $"");
        return New(ClockReasonCode.Rate, limits.Rate.Of(Math.Abs(measured / stated - 1)),
            $"The device says {stated:0.###} Hz but delivers {measured:0.###} Hz.", stated, measured);
    }

    private ClockReason EqualStamps() => Stamps(ClockReasonCode.EqualStamps, limits.EqualStamps, evidence.EqualStamps, "equal the one before");

    private ClockReason BackwardStamps() =>
        Stamps(ClockReasonCode.BackwardStamps, limits.BackwardStamps, evidence.BackwardStamps, "lie before an earlier one");

    private ClockReason Outliers() => Stamps(ClockReasonCode.Outliers, limits.Outliers, evidence.Outliers, "are too early to be believed");

    private ClockReason Stamps(ClockReasonCode code, ClockLimit limit, long count, string what)
    {
        var share = count / (double)evidence.Pairs;
        return New(code, limit.Of(share), $"{count} stamps ({100 * share:0.###} %) {what}.", count, 100 * share);
    }

    private static string Times(int count) => count == 1 ? "once" : $"{count} times";

    private static string Because(ClockRestartReason? reason) => reason switch
    {
        ClockRestartReason.Gap => ", last after a gap",
        ClockRestartReason.Reconnected => ", last after a new connection",
        ClockRestartReason.HostSuspended => ", last because the computer was suspended",
        ClockRestartReason.SteppedUp => ", last because samples were lost without being counted",
        ClockRestartReason.SteppedDown => ", last because the device's clock leapt ahead or the computer's stood still",
        ClockRestartReason.DeviceWentBack => ", last because the device's clock was reset",
        _ => "",
    };

    private static ClockReason New(ClockReasonCode code, ClockGrade grade, FormattableString text, params ImmutableArray<double> values) =>
        new(code, grade, values, FormattableString.Invariant(text));
}
