using Pons.Devices;
using Pons.Streams;
using Pons.Streams.Clocks;

namespace Pons.Server.Devices;

/// <summary>Fits the clock of one device while its samples come, and says what that means. One thread at a time.</summary>
internal sealed class ClockMeter(DeviceStream stream)
{
    private static readonly (double Doubtful, double Bad) UncertainMilliseconds = (5, 20);
    private static readonly (double Doubtful, double Bad) DriftPpm = (200, 2000);
    private const double BurstMilliseconds = 20;

    private readonly ClockFit _fit = new(stream.Info.Clock, new()
    {
        SmallestMinimalDelay = stream.TransportDelay.Least,
        LargestMinimalDelay = stream.TransportDelay.Most,
    });

    private Timestamp _last;
    private bool _jumped;

    /// <summary>The device was connected again.</summary>
    public void Reconnected() => _fit.Restart(ClockRestartReason.Reconnected);

    /// <summary>Takes the arrival of samples.</summary>
    public void Take(SampleRun run)
    {
        if (run.Gap is { IsEstimated: true, Reason: not GapReason.Reconnected }) _fit.Restart(ClockRestartReason.Gap);
        _last = run.Stamps.Length > 0
            ? Timestamp.FromSeconds(run.Time.Clock, run.Stamps[^1])
            : run.Time + (stream.Info.RateHz is { } rate ? Duration.OfSamples(run.SampleCount - 1, rate) : Duration.Zero);
        _fit.Add(_last, run.Arrival);
        _jumped |= _fit.LastRestart is ClockRestartReason.SteppedUp or ClockRestartReason.SteppedDown or ClockRestartReason.DeviceWentBack;
    }

    /// <summary>What is known; <see langword="null"/> before the first sample.</summary>
    public ClockReading? Read()
    {
        if (_fit.Pairs == 0) return null;
        var drift = -_fit.DriftPartsPerMillion;
        var uncertainty = _fit.UncertaintyOf(_last);
        var isWarm = _fit.State == ClockFitState.Steady;
        var (verdict, reasons) = isWarm ? Judge(drift, uncertainty.Milliseconds) : (ClockVerdictWord.Measuring, []);
        return new(
            verdict, reasons, _fit.WarmUpShare, drift, uncertainty, _fit.Residual95,
            isWarm && stream.Info.RateHz is { } rate ? rate * (1 + drift * 1e-6) : null, _fit.Restarts, _fit.LastRestart);
    }

    private (ClockVerdictWord Verdict, ClockReason[] Reasons) Judge(double drift, double uncertainty)
    {
        var reasons = new List<ClockReason>();
        if (uncertainty > UncertainMilliseconds.Doubtful) reasons.Add(ClockReason.Uncertain);
        if (Math.Abs(drift) > DriftPpm.Doubtful) reasons.Add(ClockReason.Drift);
        if (_fit.Residual95.Milliseconds > BurstMilliseconds) reasons.Add(ClockReason.Bursts);
        if (_jumped) reasons.Add(ClockReason.Jumped);
        var isBad = uncertainty > UncertainMilliseconds.Bad || Math.Abs(drift) > DriftPpm.Bad;
        return (isBad ? ClockVerdictWord.Bad : reasons.Count > 0 ? ClockVerdictWord.Doubtful : ClockVerdictWord.Good, [.. reasons]);
    }
}
