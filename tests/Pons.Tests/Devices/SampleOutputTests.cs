using FsCheck;
using FsCheck.Fluent;
using Pons.Devices;
using Pons.Streams;

namespace Pons.Tests.Devices;

public sealed class SampleOutputTests
{
    private static readonly ClockId Crystal = new("crystal");
    private readonly CollectingTap _tap = new();
    private readonly SampleOutput _output;

    public SampleOutputTests() => _output = new("test", _tap);

    [Fact]
    public void Any_counters_give_runs_that_never_overlap_and_account_for_every_sample() => Prop.ForAll(
        Steps().ListOf().ToArbitrary(),
        steps =>
        {
            var account = new AccountTap();
            var output = new SampleOutput("test", account);
            output.Begin(Stream());
            var counter = 1000L;
            foreach (var (kind, amount) in steps) counter = Do(output, account, kind, amount, counter);
            output.Flush();
            return account.IsOrdered && account.Received + account.Missing == account.EndIndex && account.Received == account.Offered - account.Late
                && account.Markers.All(m => m.SampleIndex >= 0);
        }).Holds(300);

    [Theory]
    [InlineData(0)]
    [InlineData(255)]
    [InlineData(long.MaxValue / 2)]
    [InlineData(-70_000)]
    public void The_first_sample_has_index_0_whatever_the_device_counts(long start)
    {
        _output.Begin(Stream());
        Add(start, 3);
        Add(start + 5, 1);
        Assert.Equal([0L, 1, 2, 5], _tap.Rows.Keys);
        Assert.Equal((3L, 2L, GapReason.Counter, false), Parts(Assert.Single(_tap.Gaps)));
    }

    [Fact]
    public void Samples_that_come_twice_or_late_are_counted_and_not_used()
    {
        _output.Begin(Stream());
        Add(0, 4, 1);
        Add(2, 2, 9);
        Add(8, 1, 2);
        Add(5, 2, 9);
        Assert.Equal([1f, 1, 1, 1, 2], _tap.Rows.Values.Select(r => r[0]));
        Assert.Equal(4, _tap.Notices.Where(n => n.Kind == DeviceNoticeKind.Late).Sum(n => n.Amount));
    }

    [Fact]
    public void A_marker_keeps_its_sample_in_front_of_behind_and_far_from_its_run()
    {
        _output.Begin(Stream());
        _output.Mark(77, "before anything");
        Add(100, 5);
        _output.Mark(102, "inside");
        _output.Mark(110, "ahead");
        _output.Flush();
        Add(105, 5);
        _output.Mark(101, "behind");
        _output.Flush();
        Assert.Equal([(0L, "before anything"), (2L, "inside"), (10L, "ahead"), (1L, "behind")], _tap.Markers.Select(m => (m.SampleIndex, m.Label)));
        Assert.All(_tap.Markers, m => Assert.Equal(m.SampleIndex * 0.01, m.Time.Seconds, 1e-9));
    }

    [Fact]
    public void A_reported_loss_is_told_once_though_a_marker_comes_before_the_next_sample()
    {
        _output.Begin(Stream());
        Add(0, 2);
        _output.Lose(5, GapReason.Overflow, isEstimated: false);
        _output.Mark(2, "x");
        _output.Flush();
        Add(2, 1);
        Assert.Equal((2L, 5L, GapReason.Overflow, false), Parts(Assert.Single(_tap.Gaps)));
        Assert.Equal([0L, 1, 7], _tap.Rows.Keys);
    }

    [Fact]
    public void A_reported_loss_and_a_jump_of_the_counter_add_up()
    {
        _output.Begin(Stream());
        Add(0, 2);
        _output.Lose(5, GapReason.Damage, isEstimated: true);
        _output.Lose(2, GapReason.Damage, isEstimated: true);
        Add(5, 1);
        Assert.Equal((2L, 10L, GapReason.Damage, true), Parts(Assert.Single(_tap.Gaps)));
        Assert.Equal([0L, 1, 12], _tap.Rows.Keys);
    }

    [Fact]
    public void A_loss_of_unknown_small_length_is_a_gap_of_0()
    {
        _output.Begin(Stream());
        Add(0, 2);
        _output.Lose(0, GapReason.Damage, isEstimated: true);
        Add(2, 1);
        Assert.Equal((2L, 0L, GapReason.Damage, true), Parts(Assert.Single(_tap.Gaps)));
        Assert.Equal([0L, 1, 2], _tap.Rows.Keys);
    }

    [Theory]
    [InlineData(0.5, 10, 40)]
    [InlineData(0.5, 50, 0)]
    [InlineData(0.5, 60, 0)]
    [InlineData(3600, 1, 359_999)]
    public void A_new_connection_is_a_gap_that_the_clock_of_the_host_estimates(double awaySeconds, int firstRun, long missing)
    {
        _output.Begin(Stream());
        At(1);
        Add(0, 10);
        At(1 + awaySeconds);
        _output.Begin(Stream());
        Add(0, firstRun);
        Assert.Equal((10L, missing, GapReason.Reconnected, true), Parts(Assert.Single(_tap.Gaps)));
        Assert.Equal(10 + missing, _tap.Rows.Keys.ElementAt(10));
    }

    [Theory]
    [InlineData(10, 0)]
    [InlineData(25, 15)]
    public void A_counter_that_goes_on_over_connections_gives_the_exact_loss(long counter, long missing)
    {
        _output.Begin(Stream(countsAcross: true));
        At(1);
        Add(0, 10);
        At(50);
        _output.Begin(Stream(countsAcross: true));
        Add(counter, 2);
        Assert.Equal(missing == 0 ? [] : [(10L, missing, GapReason.Reconnected, false)], _tap.Gaps.Select(Parts));
        Assert.Equal(10 + missing, _tap.Rows.Keys.ElementAt(10));
    }

    [Fact]
    public void A_counter_that_went_back_over_connections_is_estimated()
    {
        _output.Begin(Stream(countsAcross: true));
        At(1);
        Add(500, 10);
        At(2);
        _output.Begin(Stream(countsAcross: true));
        Add(0, 10);
        Assert.Equal((10L, 90L, GapReason.Reconnected, true), Parts(Assert.Single(_tap.Gaps)));
    }

    [Fact]
    public void A_device_that_comes_back_different_is_refused_for_good()
    {
        _output.Begin(Stream());
        AssertRefused(Stream(rate: 200), "came back with 200 samples a second instead of 100");
        AssertRefused(Stream(names: ["A", "C"]), "came back with 2 channels (A, C) instead of 2 (A, B)");
        AssertRefused(Stream(names: ["A"]), "came back with 1 channels");
        AssertRefused(Stream() with { SampleType = SampleType.Int16 }, "came back with values of type Int16 instead of Float32");
        _output.Begin(Stream());
    }

    [Fact]
    public void Values_are_kept_exactly_and_scaled()
    {
        _output.Begin(Stream() with { SampleType = SampleType.Int16 });
        _output.AddExact(0, [1, 0, 0xFE, 0xFF, 3, 0, 4, 0]);
        _output.Flush();
        Assert.Equal([1f, -2, 3, 4], _tap.Values);
        Assert.Equal([1, 0, 0xFE, 0xFF, 3, 0, 4, 0], _tap.Exact);
        Assert.Throws<ArgumentException>(() => _output.AddExact(2, [1, 2, 3]));
    }

    [Fact]
    public void Stamps_of_the_device_belong_to_their_samples()
    {
        _output.Begin(Stream());
        for (var i = 0; i < 3; i++)
        {
            _output.Add(i);
            _output.Stamp(5 + i * 0.01);
        }

        _output.Add(1);
        _output.Stamp(99); // late: neither sample nor stamp
        _output.Mark(1, "x");
        _output.Flush();
        Assert.Equal([5, 5.01, 5.02], _tap.Stamps);
        Assert.Equal(5.01, Assert.Single(_tap.Markers).Time.Seconds, 1e-9);
    }

    [Fact]
    public void Reads_at_two_moments_are_two_runs()
    {
        var account = new AccountTap();
        var output = new SampleOutput("test", account);
        output.Begin(Stream());
        for (var ms = 0; ms < 3; ms++)
        {
            output.Arrive(new(ClockId.Host, ms * 1_000_000));
            output.Add(ms * 2, 1);
            output.Add(ms * 2 + 1, 1);
        }

        output.Flush();
        Assert.Equal([(0L, 2), (2L, 2), (4L, 2)], account.Runs);
    }

    [Fact]
    public void Samples_before_the_stream_is_known_are_a_fault_of_the_driver() => Assert.Throws<InvalidOperationException>(() => _output.Add(0, 1));

    [Fact]
    public void The_steady_state_allocates_nothing()
    {
        var output = new SampleOutput("test", new NoTap());
        output.Begin(Stream() with { SampleType = SampleType.Int32 });
        var values = new byte[8 * 200];
        var counter = 0L;
        Send(5);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Send(100);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        void Send(int reads)
        {
            for (var i = 0; i < reads; i++)
            {
                output.Arrive(new(ClockId.Host, counter));
                output.AddExact(counter, values);
                output.Add(counter + 200, 10).Clear();
                output.Flush();
                counter += 210;
            }
        }
    }

    private static Gen<(int Kind, int Amount)> Steps() => Gen.Frequency(
        (6, Gen.Constant(0)), (2, Gen.Constant(1)), (2, Gen.Constant(2)), (1, Gen.Constant(3)), (2, Gen.Constant(4)), (1, Gen.Constant(5)), (1, Gen.Constant(6)))
        .SelectMany(kind => Gen.Choose(1, 40).Select(amount => (kind, amount)));

    /// <summary>Does one thing as a driver may; returns what the device counts next.</summary>
    private static long Do(SampleOutput output, AccountTap account, int kind, int amount, long counter)
    {
        switch (kind)
        {
            case 0:
                Give(output, account, counter, amount);
                return counter + amount;
            case 1:
                Give(output, account, counter + amount, 3);
                return counter + amount + 3;
            case 2:
                Give(output, account, counter - amount, 1);
                return counter;
            case 3:
                output.Lose(amount - 1, GapReason.Damage, isEstimated: true);
                return counter;
            case 4:
                output.Mark(counter + amount, "m");
                return counter;
            case 5:
                output.Arrive(output.Arrival + new Duration(amount * 100_000_000L));
                output.Begin(Stream());
                Give(output, account, amount, 2);
                return amount + 2;
            default:
                output.Arrive(output.Arrival + new Duration(amount * 10_000_000L));
                return counter;
        }
    }

    private static void Give(SampleOutput output, AccountTap account, long counter, int count)
    {
        output.Add(counter, count).Fill(1);
        account.Offered += count;
    }

    private static DeviceStream Stream(double rate = 100, bool countsAcross = false, string[]? names = null) =>
        new(new("s", [.. (names ?? ["A", "B"]).Select(n => new Channel(n))], rate, Crystal)) { CountsAcrossConnections = countsAcross };

    private void At(double seconds) => _output.Arrive(new(ClockId.Host, (long)(seconds * 1e9)));

    private void Add(long counter, int count, float value = 0)
    {
        _output.Add(counter, count).Fill(value);
        _output.Flush();
    }

    private void AssertRefused(DeviceStream stream, string expected)
    {
        var fault = Assert.Throws<DeviceException>(() => _output.Begin(stream));
        Assert.Contains(expected, fault.Message);
        Assert.True(fault.IsFinal);
    }

    private static (long First, long Count, GapReason Reason, bool IsEstimated) Parts(SampleGap gap) =>
        (gap.FirstSampleIndex, gap.SampleCount, gap.Reason, gap.IsEstimated);

    /// <summary>Accounts for every sample that passes.</summary>
    private sealed class AccountTap : SampleTap
    {
        public List<(long First, int Count)> Runs { get; } = [];

        public List<Marker> Markers { get; } = [];

        public bool IsOrdered { get; private set; } = true;

        public long Offered { get; set; }

        public long Received { get; private set; }

        public long Missing { get; private set; }

        public long Late { get; private set; }

        public long EndIndex { get; private set; }

        public override void Begin(DeviceStream stream)
        {
        }

        public override void Take(SampleRun run)
        {
            Markers.AddRange(run.Markers);
            if (run.Gap is { } gap)
            {
                IsOrdered &= gap.FirstSampleIndex == EndIndex && run.SampleCount > 0 && gap.SampleCount >= 0;
                Missing += gap.SampleCount;
            }

            if (run.SampleCount == 0) return;
            IsOrdered &= run.FirstSampleIndex == EndIndex + (run.Gap?.SampleCount ?? 0) && run.Samples.Length == 2 * run.SampleCount;
            Runs.Add((run.FirstSampleIndex, run.SampleCount));
            Received += run.SampleCount;
            EndIndex = run.EndSampleIndex;
        }

        public override void Take(DeviceNotice notice) => Late += notice.Kind == DeviceNoticeKind.Late ? notice.Amount : 0;
    }
}
