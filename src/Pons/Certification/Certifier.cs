using System.Collections.Immutable;
using System.Net.Sockets;

namespace Pons.Certification;

/// <summary>
/// Measures this computer: one measurement after the other, each alone but for the load, then the verdicts. What cannot be measured is
/// a result that says why; the others go on. The load is stopped in the end, also by cancelling.
/// </summary>
public static class Certifier
{
    private static readonly TimeSpan LoadPatience = TimeSpan.FromSeconds(0.5);

    /// <summary>Runs a plan.</summary>
    /// <param name="plan">What to measure.</param>
    /// <param name="clock">The clock that is read; the system's by default.</param>
    /// <param name="progress">Told about ten times a second; may be left out.</param>
    /// <param name="cancellation">Breaks off.</param>
    /// <exception cref="CertificationException">The folder of sessions is not there or the load cannot run.</exception>
    /// <exception cref="OperationCanceledException">It was broken off.</exception>
    public static async Task<CertificationResult> RunAsync(
        CertificationPlan plan, TimeProvider? clock = null, IProgress<CertificationProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        RequireFolder(plan.Folder);
        clock ??= TimeProvider.System;
        var begun = clock.GetUtcNow();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var load = plan.Load.RunAsync(plan.Folder, clock, stop.Token);
        try
        {
            if (plan.Load is not Loads.NoLoad) await Task.Delay(LoadPatience, clock, cancellation).ConfigureAwait(false);
            var results = await MeasureAsync(plan, clock, load, progress, cancellation).ConfigureAwait(false);
            return new(begun, plan.Load.Name, plan.Seconds, results, [.. plan.Budgets.Select(b => b.Judge(results))]);
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await load.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task<ImmutableArray<MeasurementResult>> MeasureAsync(
        CertificationPlan plan, TimeProvider clock, Task load, IProgress<CertificationProgress>? progress, CancellationToken cancellation)
    {
        var all = plan.Measurements.Sum(m => m.RelativeSeconds);
        var results = ImmutableArray.CreateBuilder<MeasurementResult>(plan.Measurements.Length);
        var before = 0.0;
        foreach (var measurement in plan.Measurements)
        {
            RequireLoad(plan, load);
            var (seconds, from) = (plan.Seconds * measurement.RelativeSeconds / all, before);
            progress?.Report(new(measurement.Name, from, plan.Seconds));
            results.Add(
                await RunAsync(
                    measurement, seconds, clock, s =>
                        progress?.Report(new(measurement.Name, from + s, plan.Seconds)), cancellation).ConfigureAwait(false));
            before += seconds;
        }

        RequireLoad(plan, load);
        return results.ToImmutable();
    }

    private static async Task<MeasurementResult> RunAsync(
        Measurement measurement, double seconds, TimeProvider clock, Action<double> report, CancellationToken cancellation)
    {
        try
        {
            return await measurement.RunAsync(seconds, clock, report, cancellation).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or SocketException or PonsException)
        {
            return MeasurementResult.Missing(measurement.Name, NotMeasuredKind.Failed, fault.Message);
        }
    }

    private static void RequireFolder(string folder)
    {
        if (Directory.Exists(folder)) return;
        throw new CertificationException(
            $"There is no folder '{folder}'.", "The disk on which sessions are kept is part of what is measured.",
            "Make the folder, or name another with --folder.");
    }

    /// <summary>A load that has ended keeps nothing busy: what would be measured then is something else than was asked for.</summary>
    private static void RequireLoad(CertificationPlan plan, Task load)
    {
        if (plan.Load is Loads.NoLoad || !load.IsCompleted) return;
        throw new CertificationException(
            $"The load '{plan.Load.Name}' has ended: {load.Exception?.GetBaseException().Message ?? "without a reason"}.",
            "Without it the measurement would flatter this computer.", "See the reason, or choose another load.", load.Exception?.GetBaseException());
    }
}
