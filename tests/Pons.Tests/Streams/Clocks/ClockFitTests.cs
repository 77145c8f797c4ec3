using FsCheck;
using FsCheck.Fluent;
using Pons.Streams;
using Pons.Streams.Clocks;

namespace Pons.Tests.Streams.Clocks;

public sealed class ClockFitTests
{
    private static readonly ClockId Device = ClockScene.Device;

    private static readonly Arbitrary<ClockScene> SomeScenes = (
        from seed in Gen.Choose(1, 1_000_000)
        from skew in Gen.Choose(-400, 400)
        from burst in Gen.Elements(0, 0.02)
        from gap in Gen.Elements(0.0, 10.0)
        from isCounted in Gen.Elements(true, false)
        select new ClockScene(seed)
        {
            SkewPartsPerMillion = skew,
            BurstSeconds = burst,
            Gap = (10, gap),
            IsGapCounted = isCounted,
            Seconds = 30,
            RateHz = 100,
        }).ToArbitrary();

    [Fact]
    public void Shifting_a_clock_shifts_the_result() => Prop.ForAll(SomeScenes, scene =>
    {
        var (plain, shifted) = (new ClockFit(Device), new ClockFit(Device));
        var (byDevice, byHost) = (new Duration(123_456_789_012_345), new Duration(-98_765_432_109));
        var same = true;
        foreach (var sample in scene.Samples())
        {
            plain.Add(sample.Device, sample.Arrival);
            shifted.Add(sample.Device + byDevice, sample.Arrival + byHost);
            same &= plain.ToHost(sample.Device) + byHost == shifted.ToHost(sample.Device + byDevice)
                && plain.UncertaintyOf(sample.Device) == shifted.UncertaintyOf(sample.Device + byDevice);
        }

        return same && plain.Restarts == shifted.Restarts;
    }).Holds(30);

    [Fact]
    public void Later_stays_later_and_uncertainty_never_vanishes() => Prop.ForAll(SomeScenes, scene =>
    {
        var fit = new ClockFit(Device);
        var holds = true;
        foreach (var sample in scene.Samples())
        {
            fit.Add(sample.Device, sample.Arrival);
            var (now, later) = (fit.ToHost(sample.Device), fit.ToHost(sample.Device + new Duration(1_000_000)));
            holds &= later > now && fit.UncertaintyOf(sample.Device).Nanoseconds >= 500_000
                && fit.UncertaintyOf(sample.Device + new Duration(60_000_000_000)) > fit.UncertaintyOf(sample.Device);
        }

        return holds;
    }).Holds(30);

    [Fact]
    public void The_map_says_what_the_fit_says() => Prop.ForAll(SomeScenes, scene =>
    {
        var fit = new ClockFit(Device);
        Timestamp last = default;
        foreach (var sample in scene.Samples())
        {
            fit.Add(sample.Device, sample.Arrival);
            last = sample.Device;
        }

        var (map, ahead) = (fit.Map!, last + new Duration(1_000_000_000));
        return Math.Abs((map.Convert(ahead) - fit.ToHost(ahead)).Nanoseconds) <= 2
            && Math.Abs((map.UncertaintyOf(last) - fit.UncertaintyOf(last)).Nanoseconds) <= 2
            && map.UncertaintyOf(ahead) > map.UncertaintyOf(last);
    }).Holds(30);

    [Fact]
    public void Adding_pairs_allocates_nothing()
    {
        var fit = new ClockFit(Device);
        var samples = new ClockScene(1) { SkewPartsPerMillion = 100, Seconds = 400 }.Samples().ToArray();
        foreach (var sample in samples.AsSpan(0, 75_000)) fit.Add(sample.Device, sample.Arrival);
        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var sample in samples.AsSpan(75_000)) fit.Add(sample.Device, sample.Arrival);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Theory]
    [InlineData(1L << 62, 1L << 62)]
    [InlineData(-(1L << 62), -(1L << 62))]
    [InlineData(-(1L << 61), 1L << 61)]
    [InlineData(1L << 61, -(1L << 61))]
    public void Far_clocks_do_not_overflow(long device, long host)
    {
        var fit = new ClockFit(Device);
        for (var i = 0; i < 20_000; i++) fit.Add(new(Device, device + i * 1_000_000L), new(ClockId.Host, host + i * 1_000_000L + 400_000));
        var time = new Timestamp(Device, device + 20_000_000_000);
        Assert.InRange((fit.ToHost(time) - new Timestamp(ClockId.Host, host + 20_000_000_000)).Nanoseconds, -500_000, 500_000);
        Assert.InRange((fit.Map!.Convert(time) - fit.ToHost(time)).Nanoseconds, -2, 2);
    }

    [Fact]
    public void Absurd_leaps_are_survived()
    {
        var fit = new ClockFit(Device);
        long[] leaps = [0, long.MaxValue, long.MinValue, 1L << 62, -(1L << 62), 0];
        foreach (var device in leaps)
            foreach (var host in leaps)
                for (var i = 0; i < 20; i++) fit.Add(new(Device, device), new(ClockId.Host, host));
        Assert.True(fit.UncertaintyOf(new(Device, 0)) > Duration.Zero);
        Assert.NotNull(fit.Map);
    }

    [Fact]
    public void Measured_pairs_remove_the_unknown_delay()
    {
        var random = new Random(7);
        var fit = new ClockFit(Device, ClockFitOptions.LocalNetwork);
        for (var i = 0; i < 60; i++)
        {
            var roundTrip = 200_000 + random.NextInt64(100_000);
            var truth = 5_000_000_000L + i * 5_000_000_000L;
            var device = new Timestamp(Device, (long)(truth * 1.0001));
            fit.AddMeasured(device, new(ClockId.Host, truth + random.NextInt64(-roundTrip / 2, roundTrip / 2)), new(roundTrip / 2));
            Assert.True(Math.Abs(fit.ToHost(device).Nanoseconds - truth) <= fit.UncertaintyOf(device).Nanoseconds);
        }

        Assert.InRange(fit.DriftPartsPerMillion, -101, -99);
        Assert.True(fit.Uncertainty.Milliseconds < 0.3);
        Assert.Equal(ClockFitState.Steady, fit.State);
    }

    [Fact]
    public void Probes_ahead_of_the_samples_disturb_nothing()
    {
        var fit = new ClockFit(Device);
        fit.AddMeasured(new(Device, 0), new(ClockId.Host, 0), new(100_000));
        for (var i = 0L; i < 10_000; i++)
        {
            // Samples come in chunks 40 ms after they were taken; every fifth second a probe reads the clocks as they are.
            var device = new Timestamp(Device, i * 4_000_000 - 40_000_000);
            fit.Add(device, new(ClockId.Host, i * 4_000_000));
            if (i % 1250 == 0) fit.AddMeasured(new(Device, i * 4_000_000), new(ClockId.Host, i * 4_000_000), new(100_000));
            Assert.True(Math.Abs(fit.ToHost(device).Nanoseconds - device.Nanoseconds) <= fit.UncertaintyOf(device).Nanoseconds);
        }

        Assert.Equal((0, 0), (fit.Restarts, fit.BackwardStamps));
        Assert.True(fit.Uncertainty.Milliseconds < 0.3);
        fit.Restart(ClockRestartReason.Gap);
        fit.AddMeasured(new(Device, 60_000_000_000), new(ClockId.Host, 60_000_000_000), new(100_000));
        Assert.Equal(0, fit.WarmUpShare);
    }

    [Fact]
    public void Restarting_shows_the_warm_up_and_keeps_the_drift()
    {
        var fit = new ClockFit(Device);
        var samples = new ClockScene(3) { SkewPartsPerMillion = 200 }.Samples().ToArray();
        foreach (var sample in samples.AsSpan(0, 20_000)) fit.Add(sample.Device, sample.Arrival);
        var before = fit.Uncertainty;
        fit.Restart(ClockRestartReason.Gap);
        Assert.Equal((ClockFitState.WarmingUp, 0.0, 1), (fit.State, fit.WarmUpShare, fit.Restarts));
        Assert.Equal(ClockFit.Unbounded, fit.UncertaintyOf(samples[20_000].Device));
        fit.Add(samples[20_000].Device, samples[20_000].Arrival);
        Assert.InRange(fit.DriftPartsPerMillion, -201, -199);
        Assert.True(fit.Uncertainty > before);
        fit.Restart(ClockRestartReason.Reconnected);
        fit.Add(samples[20_001].Device, samples[20_001].Arrival);
        Assert.Equal((0.0, 500.0), (fit.DriftPartsPerMillion, fit.DriftUncertaintyPartsPerMillion));
    }

    [Fact]
    public void A_device_that_was_reset_begins_anew()
    {
        var track = new ClockTrack(Device);
        for (var i = 0; i < 5_000; i++) track.Add(new(Device, i * 4_000_000L), new(ClockId.Host, i * 4_000_000L));
        for (var i = 0; i < 5_000; i++) track.Add(new(Device, i * 4_000_000L), new(ClockId.Host, (i + 6_000) * 4_000_000L));
        Assert.Equal(ClockRestartReason.DeviceWentBack, track.Fit.LastRestart);
        Assert.Equal(1, track.Fit.Restarts);
        var device = new Timestamp(Device, 4_000_000_000);
        Assert.InRange(track.ToHost(device, new(ClockId.Host, 4_000_000_000)).Seconds, 3.999, 4.001);
        Assert.InRange(track.ToHost(device, new(ClockId.Host, 28_000_000_000)).Seconds, 27.999, 28.001);
    }

    [Fact]
    public void A_single_mad_stamp_changes_nothing()
    {
        var (sane, mad) = (new ClockFit(Device), new ClockFit(Device));
        for (var i = 0; i < 10_000; i++)
        {
            var (device, host) = (new Timestamp(Device, i * 4_000_000L), new Timestamp(ClockId.Host, i * 4_000_000L));
            sane.Add(device, host);
            mad.Add(device, i == 5_000 ? host - new Duration(5_000_000_000) : host);
        }

        Assert.Equal(1, mad.Outliers);
        Assert.Equal(0, mad.Restarts);
        Assert.Equal(sane.Map!.Convert(new(Device, 0)), mad.Map!.Convert(new(Device, 0)));
    }

    [Fact]
    public void Other_clocks_are_refused()
    {
        var fit = new ClockFit(Device);
        Assert.Throws<ClockMismatchException>(() => fit.Add(new(new("other"), 0), new(ClockId.Host, 0)));
        Assert.Throws<ClockMismatchException>(() => fit.Add(new(Device, 0), new(Device, 0)));
        Assert.Throws<InvalidOperationException>(() => fit.ToHost(new(Device, 0)));
        Assert.Null(fit.Map);
        Assert.Equal(ClockReasonCode.NothingHeard, Assert.Single(ClockVerdict.Of(ClockEvidence.Of("EEG", fit)).Reasons).Code);
    }

    [Fact]
    public void Impossible_options_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ClockFit(Device, new() { LargestMinimalDelay = new(-1) }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ClockFit(Device, new() { LargestDriftPartsPerMillion = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ClockFit(Device, new() { WarmUp = Duration.Zero }));
    }
}
