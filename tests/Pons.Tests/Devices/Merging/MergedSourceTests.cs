using System.Runtime.CompilerServices;
using Pons.Contracts;
using Pons.Devices.Merging;
using Pons.Streams;
using Pons.Streams.Clocks;

namespace Pons.Tests.Devices.Merging;

public sealed class MergedSourceTests
{
    private const double SineHz = 7;

    [Theory]
    [InlineData(200, -200, 250, 250)]
    [InlineData(-200, 200, 500, 250)]
    [InlineData(0, 100, 250, 1000)]
    public async Task Two_devices_that_see_one_sine_agree_within_the_stated_error(double skewA, double skewB, double rateA, double rateB)
    {
        var (a, b) = (new Device("A", skewA, rateA, 1), new Device("B", skewB, rateB, 2));
        await using var merged = new MergedSource([a.Input, b.Input]);
        Assert.Equal(["A sine", "B sine"], merged.Info.Channels.Select(c => c.Label));
        Assert.Equal((rateA, ClockId.Host), (merged.Info.RateHz, merged.Info.Clock));
        var errors = 0;
        var checkedBlocks = 0;
        await foreach (var block in merged.ReadAsync(TestContext.Current.CancellationToken))
        {
            var stated = merged.Alignments;
            if (block.FirstSampleIndex < 15 * rateA) continue;
            checkedBlocks++;
            // Channel B, as the maps place it, against channel A: the difference of phases is the error of the alignment.
            var apart = Math.Abs(PhaseSeconds(block, 0, rateA) - PhaseSeconds(block, 1, rateA));
            apart = Math.Min(apart, 1 / SineHz - apart);
            if (apart > stated[1].Uncertainty.Seconds + 0.000_05) errors++;
            Assert.InRange(stated[1].Uncertainty.Milliseconds, 1, 3);
            Assert.True(stated[1].Residual < stated[1].Uncertainty);
        }

        Assert.True(checkedBlocks > 100);
        Assert.True(errors <= checkedBlocks / 20, $"{errors} of {checkedBlocks} blocks lie outside of the stated error");
    }

    [Fact]
    public async Task A_gap_of_any_input_is_a_gap_of_the_result()
    {
        var a = OnHost("A", Steps("A", 0, 10), Steps("A", 10, 10), Steps("A", 20, 10), Steps("A", 33, 7, missing: 3), Steps("A", 40, 20));
        var b = OnHost("B", Steps("B", 0, 15), Steps("B", 20, 40, missing: 5));
        await using var merged = new MergedSource([a, b]);
        var blocks = await AllAsync(merged);
        var delivered = blocks.SelectMany(x => Enumerable.Range((int)x.FirstSampleIndex, x.SampleCount)).ToList();
        Assert.Equal(Enumerable.Range(0, 60).Except([15, 16, 17, 18, 19, 30, 31, 32]), delivered);
        Assert.Equal(8, blocks.Sum(x => x.MissingBefore));
        Assert.All(blocks, x => Assert.Equal(x[0][0], x[0][1]));
        Assert.Equal([0, 5], merged.Alignments.Select(x => x.MissingSamples));
    }

    [Fact]
    public async Task Samples_between_are_interpolated_and_triggers_held()
    {
        var a = OnHost("A", Steps("A", 0, 30));
        var slow = new StreamInfo("B", [new("x"), new("trigger", ChannelKind.Trigger)], 25, ClockId.Host);
        var values = Enumerable.Range(0, 10).SelectMany(i => new float[] { 4 * i, i }).ToArray();
        var b = MergeInput.OnHost(new ListSource(slow, [new(0, new(ClockId.Host, 0), values, 2)]));
        await using var merged = new MergedSource([a, b]);
        var block = Assert.Single(await AllAsync(merged));
        for (var i = 0; i < 30; i++) Assert.Equal([i, i, (int)(i / 4)], block[i].ToArray().Select(v => (int)Math.Round(v)));
    }

    [Fact]
    public async Task Markers_come_with_host_time_and_uncertainty()
    {
        var marked = Steps("B", 0, 60, markers: [new Marker(22, At(22.4), "flash")]);
        await using var merged = new MergedSource([OnHost("A", Steps("A", 0, 20), Steps("A", 20, 40)), OnHost("B", marked)]);
        var marker = Assert.Single((await AllAsync(merged)).SelectMany(x => x.Markers));
        Assert.Equal((22, At(22.4), "flash", Duration.Zero), (marker.SampleIndex, marker.Time, marker.Label, marker.TimeUncertainty));
    }

    [Fact]
    public async Task An_input_that_stays_away_is_waited_for_once_and_missing_until_it_comes()
    {
        var (silent, clock) = (new SilentSource(), new JumpingClock());
        var blocks = Enumerable.Range(0, 20).Select(i => Steps("A", i * 10, 10)).ToArray();
        await using var merged = new MergedSource([OnHost("A", blocks), MergeInput.OnHost(silent)], time: clock);
        Assert.Empty(await AllAsync(merged));
        Assert.Equal(TimeSpan.FromSeconds(1), clock.Now);
        Assert.Equal(200, merged.Alignments[1].MissingSamples);
        Assert.True(silent.IsStopped);
    }

    [Fact]
    public async Task A_fault_of_an_input_ends_the_reading_with_it()
    {
        static IEnumerable<SignalBlock> Failing()
        {
            yield return Steps("B", 0, 10);
            throw new InvalidOperationException("unplugged");
        }

        var blocks = Enumerable.Range(0, 20).Select(i => Steps("A", i * 10, 10)).ToArray();
        await using var merged = new MergedSource([OnHost("A", blocks), MergeInput.OnHost(new ListSource(HostInfo("B"), Failing()))]);
        Assert.Equal("unplugged", (await Assert.ThrowsAsync<InvalidOperationException>(() => AllAsync(merged))).Message);
    }

    [Fact]
    public Task Promises_of_a_source_hold() => new SourceContract(() => new MergedSource(
        [new Device("A", 100, 250, 3).Input, new Device("B", -100, 250, 4).Input])).VerifyAsync();

    [Fact]
    public void What_cannot_be_merged_is_refused()
    {
        var irregular = MergeInput.OnHost(new ListSource(new("I", [new("x")], null, ClockId.Host), []));
        Assert.Throws<ArgumentException>(() => new MergedSource([irregular]));
        Assert.Throws<ArgumentException>(() => new MergedSource([irregular, irregular]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MergedSource([OnHost("A"), OnHost("B")], grid: 2));
        Assert.Equal(1, MergedSource.Fastest([OnHost("A"), new Device("B", 0, 1000, 1).Input]));
    }

    private static double PhaseSeconds(SignalBlock block, int channel, double rateHz)
    {
        double sine = 0, cosine = 0, aa = 0, bb = 0, ab = 0;
        for (var i = 0; i < block.SampleCount; i++)
        {
            var angle = 2 * Math.PI * SineHz * (block.FirstSampleIndex + i) / rateHz;
            var (s, c) = Math.SinCos(angle);
            (sine, cosine, aa, bb, ab) = (sine + s * block[i][channel], cosine + c * block[i][channel], aa + s * s, bb + c * c, ab + s * c);
        }

        var determinant = aa * bb - ab * ab;
        return Math.Atan2((cosine * aa - sine * ab) / determinant, (sine * bb - cosine * ab) / determinant) / (2 * Math.PI * SineHz);
    }

    private static async Task<List<SignalBlock>> AllAsync(MergedSource source)
    {
        var blocks = new List<SignalBlock>();
        await foreach (var block in source.ReadAsync(TestContext.Current.CancellationToken)) blocks.Add(block);
        return blocks;
    }

    private static Timestamp At(double sample) => new(ClockId.Host, (long)Math.Round(sample * 10_000_000));

    private static StreamInfo HostInfo(string name) => new(name, [new("x")], 100, ClockId.Host);

    private static MergeInput OnHost(string name, params SignalBlock[] blocks) => MergeInput.OnHost(new ListSource(HostInfo(name), blocks));

    /// <summary>A block at 100 Hz whose samples are their indices.</summary>
    private static SignalBlock Steps(string name, long first, int count, long missing = 0, Marker[]? markers = null) =>
        new(first, At(first), Enumerable.Range((int)first, count).Select(i => (float)i).ToArray(), 1, [.. markers ?? []], missing);

    private sealed class ListSource(StreamInfo info, IEnumerable<SignalBlock> blocks) : SignalSource
    {
        public override StreamInfo Info => info;

        public override async IAsyncEnumerable<SignalBlock> ReadAsync([EnumeratorCancellation] CancellationToken cancellation = default)
        {
            foreach (var block in blocks)
            {
                cancellation.ThrowIfCancellationRequested();
                await Task.Yield();
                yield return block;
            }
        }
    }

    private sealed class SilentSource : SignalSource
    {
        public bool IsStopped { get; private set; }

        public override StreamInfo Info { get; } = HostInfo("silent");

        public override async IAsyncEnumerable<SignalBlock> ReadAsync([EnumeratorCancellation] CancellationToken cancellation = default)
        {
            try
            {
                await Task.Delay(Timeout.Infinite, cancellation);
            }
            finally
            {
                IsStopped = true;
            }

            yield break;
        }
    }

    /// <summary>An amplifier with a wrong crystal that sees a sine of true time, a minute long in blocks of 0.2 s.</summary>
    private sealed class Device
    {
        private readonly Lock _gate = new();
        private readonly ClockFit _fit;
        private readonly double _skew;
        private readonly double _rateHz;
        private readonly Random _random;
        private readonly StreamInfo _info;

        public Device(string name, double skewPartsPerMillion, double rateHz, int seed)
        {
            (_skew, _rateHz, _random) = (1 + skewPartsPerMillion * 1e-6, rateHz, new Random(seed));
            _info = new(name, [new("sine")], rateHz, new(name));
            _fit = new(_info.Clock);
            Input = new(new ListSource(_info, Run()), () =>
            {
                lock (_gate) return _fit.Map;
            });
        }

        public MergeInput Input { get; }

        private IEnumerable<SignalBlock> Run()
        {
            var (perBlock, least) = ((int)(0.2 * _rateHz), _random.NextDouble() * 0.001);
            for (var block = 0; block < 300; block++)
            {
                var samples = new float[perBlock];
                for (var i = 0; i < perBlock; i++) samples[i] = (float)(100 * Math.Sin(2 * Math.PI * SineHz * TrueTime(block * perBlock + i)));
                var last = (block + 1) * perBlock - 1;
                var arrival = TrueTime(last) + least - 0.000_1 * Math.Log(1 - _random.NextDouble());
                lock (_gate) _fit.Add(DeviceTime(last), Timestamp.FromSeconds(ClockId.Host, arrival));
                yield return new(block * perBlock, DeviceTime(block * perBlock), samples, 1);
            }
        }

        private double TrueTime(long sample) => sample / (_rateHz * _skew);

        private Timestamp DeviceTime(long sample) => new(_info.Clock, 5_000_000_000 + (long)Math.Round(sample / _rateHz * 1e9));
    }
}
