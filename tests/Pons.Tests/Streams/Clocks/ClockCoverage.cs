using Pons.Streams.Clocks;

namespace Pons.Tests.Streams.Clocks;

/// <summary>How a fit did on a scene: shares of samples whose true error the stated uncertainty covers, at arrival and after the fact.</summary>
internal sealed record ClockCoverage(double Online, double Offline, double MedianSteadyMilliseconds, ClockTrack Track)
{
    public static ClockCoverage Of(ClockScene scene, ClockFitOptions? options = null)
    {
        var track = new ClockTrack(ClockScene.Device, options);
        var samples = scene.Samples().ToList();
        var online = 0;
        var steady = new List<double>();
        foreach (var sample in samples)
        {
            track.Add(sample.Device, sample.Arrival);
            var stated = track.Fit.UncertaintyOf(sample.Device);
            if (sample.ErrorOf(track.Fit.ToHost(sample.Device)) <= stated) online++;
            if (track.Fit.State == ClockFitState.Steady) steady.Add(stated.Milliseconds);
        }

        var offline = samples.Count(sample =>
            sample.ErrorOf(track.ToHost(sample.Device, sample.Arrival)) <= track.UncertaintyOf(sample.Device, sample.Arrival));
        steady.Sort();
        return new((double)online / samples.Count, (double)offline / samples.Count,
            steady.Count == 0 ? 0 : steady[steady.Count / 2], track);
    }
}
