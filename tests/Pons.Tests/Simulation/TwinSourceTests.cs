using System.Collections.Immutable;
using Pons.Simulation;
using Pons.Streams;

namespace Pons.Tests.Simulation;

public sealed class TwinSourceTests
{
    private static readonly VirtualSubject Subject = VirtualSubject.Draw(7, skill: 0.9);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(40)]
    [InlineData(1000)]
    public async Task Block_length_changes_nothing(int blockSamples)
    {
        var whole = await Take(3000, null);
        var cut = await Take(blockSamples, null);
        Assert.Equal(whole.Samples, cut.Samples);
        Assert.Equal(whole.Markers, cut.Markers);
        Assert.Equal(whole.Envelopes, cut.Envelopes);
        Assert.Equal(whole.Artefacts, cut.Artefacts);
    }

    [Fact]
    public async Task Real_time_and_virtual_time_give_the_same_samples()
    {
        var clock = new LeapingTime();
        var paced = await Take(40, clock);
        var free = await Take(25, null);
        Assert.Equal(free.Samples, paced.Samples);
        Assert.Equal(free.Markers, paced.Markers);
        Assert.Equal(3000 / 250.0, clock.Now.TotalSeconds, 1.1e-3);
    }

    [Fact]
    public async Task A_late_reader_gets_every_sample_and_pacing_does_not_drift()
    {
        var clock = new LeapingTime();
        await using var twin = new TwinSource(Subject, Montage.Standard32, 250, 10, clock) { LengthSamples = 1000 };
        var next = 0L;
        await foreach (var block in twin.ReadAsync(Cancellation))
        {
            Assert.Equal(next, block.FirstSampleIndex);
            Assert.Equal(0, block.MissingBefore);
            Assert.True(clock.Now.TotalSeconds >= block.EndSampleIndex / 250.0 - 1e-6, "not before it is due");
            next = block.EndSampleIndex;
            if (next == 500) clock.Leap(TimeSpan.FromSeconds(0.7));
        }

        Assert.Equal(1000, next);
        Assert.Equal(4, clock.Now.TotalSeconds, 1.1e-3);
    }

    [Fact]
    public async Task Another_seed_is_another_brain()
    {
        var first = await Take(100, null);
        await using var twin = new TwinSource(Subject with { Seed = 8 }, Montage.Standard32) { LengthSamples = 3000 };
        await foreach (var block in twin.ReadAsync(Cancellation))
        {
            Assert.NotEqual(first.Samples.Take(320), block.Samples.ToArray());
            break;
        }
    }

    [Fact]
    public async Task Markers_stand_on_their_samples()
    {
        await using var twin = new TwinSource(Subject, Montage.Standard32, blockSamples: 10) { LengthSamples = 40 };
        Assert.True(twin.Mark(25, "later"));
        Assert.True(twin.Instruct(10, MentalState.ImagineLeftHand, "first"));
        Assert.True(twin.GiveFeedback(10, Feedback.Hit, "second"));
        Assert.True(twin.Instruct(11, MentalState.RestEyesOpen));
        var blocks = await Blocks(twin);
        Assert.Empty(blocks[0].Markers);
        Assert.Equal(["first", "second"], blocks[1].Markers.Select(m => m.Label));
        Assert.All(blocks[1].Markers, m => Assert.Equal((10, new Timestamp(TwinSource.Clock, 40_000_000)), (m.SampleIndex, m.Time)));
        Assert.Equal(new Marker(25, Timestamp.FromSeconds(TwinSource.Clock, 0.1), "later"), Assert.Single(blocks[2].Markers));
        Assert.Empty(blocks[3].Markers);
    }

    [Fact]
    public async Task What_comes_too_late_is_refused_and_counted()
    {
        await using var twin = new TwinSource(Subject, Montage.Standard32, blockSamples: 10) { LengthSamples = 30 };
        await foreach (var block in twin.ReadAsync(Cancellation))
        {
            Assert.Equal(block.EndSampleIndex, twin.NextSampleIndex);
            Assert.False(twin.Instruct(block.EndSampleIndex - 1, MentalState.ImagineLeftHand, "late"));
            Assert.False(twin.GiveFeedback(0, Feedback.Miss));
            Assert.True(twin.Mark(block.EndSampleIndex, "in time"));
        }

        Assert.Equal(6, twin.RefusedCount);
        Assert.False(twin.Mark(-1, "before the beginning"));
        Assert.Equal(7, twin.RefusedCount);
    }

    [Fact]
    public async Task A_refused_instruction_leaves_no_trace()
    {
        var plain = await Take(10, null);
        await using var twin = Scripted(10, null);
        var samples = new List<float>();
        await foreach (var block in twin.ReadAsync(Cancellation))
        {
            samples.AddRange(block.Samples.Span);
            twin.Instruct(block.FirstSampleIndex, MentalState.RestEyesClosed, "late");
        }

        Assert.Equal(plain.Samples, samples);
    }

    [Fact]
    public async Task A_script_is_asked_before_every_block_and_drives_the_brain()
    {
        var byHand = new TwinSource(Subject, Montage.Standard32) { LengthSamples = 2000 };
        for (var at = 300; at < 2000; at += 300) byHand.Instruct(at, MentalState.ImagineRightHand, "cue");
        var expected = await Blocks(byHand);
        foreach (var blockSamples in new[] { 1, 10, 450 })
        {
            var script = new Cues();
            var twin = new TwinSource(Subject, Montage.Standard32, blockSamples: blockSamples) { LengthSamples = 2000, Script = script };
            var blocks = await Blocks(twin);
            Assert.Equal(expected.SelectMany(b => b.Samples.ToArray()), blocks.SelectMany(b => b.Samples.ToArray()));
            Assert.Equal(expected.SelectMany(b => b.Markers), blocks.SelectMany(b => b.Markers));
            Assert.Equal(0, twin.RefusedCount);
        }
    }

    [Fact]
    public async Task Cancelling_ends_the_reading_and_it_can_be_taken_up_again()
    {
        var whole = await Take(3000, null);
        await using var twin = Scripted(10, new LeapingTime());
        using var cancel = new CancellationTokenSource();
        var samples = new List<float>();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var block in twin.ReadAsync(cancel.Token))
            {
                samples.AddRange(block.Samples.Span);
                if (block.EndSampleIndex == 200) await cancel.CancelAsync();
            }
        });
        await foreach (var block in twin.ReadAsync(Cancellation)) samples.AddRange(block.Samples.Span);
        Assert.Equal(whole.Samples, samples);
    }

    [Fact]
    public async Task There_is_one_reader_at_a_time()
    {
        await using var twin = new TwinSource(Subject, Montage.Standard32);
        await foreach (var _ in twin.ReadAsync(Cancellation))
        {
            await Assert.ThrowsAsync<InvalidOperationException>(async () =>
            {
                await foreach (var __ in twin.ReadAsync(Cancellation)) break;
            });
            break;
        }

        await foreach (var block in twin.ReadAsync(Cancellation))
        {
            Assert.Equal(10, block.FirstSampleIndex);
            break;
        }
    }

    [Fact]
    public async Task The_last_block_is_short_and_the_truth_covers_every_sample()
    {
        var truths = new List<TwinTruth>();
        await using var twin = new TwinSource(Subject, Montage.Standard32, blockSamples: 40)
        {
            LengthSamples = 90,
            TruthObserver = truths.Add,
        };
        twin.Instruct(50, MentalState.ImagineLeftHand);
        var blocks = await Blocks(twin);
        Assert.Equal([40, 40, 10], blocks.Select(b => b.SampleCount));
        Assert.Equal([0, 40, 80], truths.Select(t => t.FirstSampleIndex));
        var states = truths.SelectMany(t => t.States.ToArray()).ToArray();
        Assert.Equal(90, states.Length);
        Assert.All(states[..50], s => Assert.Equal(MentalState.RestEyesOpen, s));
        Assert.All(states[50..], s => Assert.Equal(MentalState.ImagineLeftHand, s));
        Assert.Equal(90 * twin.RhythmNames.Length, truths.Sum(t => t.Envelopes.Length));
        Assert.Equal(90 * 2, truths.Sum(t => t.Desynchronisation.Length));
    }

    [Fact]
    public async Task The_stream_says_what_it_is()
    {
        await using var twin = new TwinSource(Subject, rateHz: 1000);
        Assert.Equal(64, twin.Info.ChannelCount);
        Assert.Equal(1000, twin.Info.RateHz);
        Assert.Equal("twin", twin.Info.Clock.Name);
        var c3 = twin.Info.Channels.Single(c => c.Label == "C3");
        Assert.Equal((ChannelKind.Eeg, "µV", "linked mastoids (M1+M2)/2"), (c3.Kind, c3.Unit, c3.Reference));
        Assert.True(c3.Position is { X: < -0.4, Z: > 0.4 });
    }

    [Fact]
    public void Mistakes_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new TwinSource(Subject, blockSamples: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TwinSource(Subject, rateHz: double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TwinSource(Subject) { LengthSamples = 0 });
        Assert.Throws<ArgumentNullException>(() => new TwinSource(null!));
        var twin = new TwinSource(Subject);
        Assert.Throws<ArgumentOutOfRangeException>(() => twin.Instruct(5, (MentalState)7));
        Assert.Throws<ArgumentOutOfRangeException>(() => twin.GiveFeedback(5, (Feedback)7));
        Assert.Throws<ArgumentException>(() => twin.Mark(5, ""));
    }

    private static TwinSource Scripted(int blockSamples, TimeProvider? pacing, Action<TwinTruth>? truth = null)
    {
        var twin = new TwinSource(Subject, Montage.Standard32, 250, blockSamples, pacing) { LengthSamples = 3000, TruthObserver = truth };
        twin.Instruct(0, MentalState.RestEyesClosed, "closed");
        twin.Instruct(503, MentalState.ImagineLeftHand, "left");
        twin.Instruct(1499, MentalState.RestEyesOpen, "rest");
        twin.GiveFeedback(1501, Feedback.Miss, "miss");
        twin.Instruct(1777, MentalState.ImagineRightHand, "right");
        twin.GiveFeedback(1777, Feedback.Hit, "hit");
        return twin;
    }

    private static async Task<Recorded> Take(int blockSamples, TimeProvider? pacing)
    {
        var truths = new List<TwinTruth>();
        await using var twin = Scripted(blockSamples, pacing, truths.Add);
        var blocks = await Blocks(twin);
        return new(
            [.. blocks.SelectMany(b => b.Samples.ToArray())], [.. blocks.SelectMany(b => b.Markers)],
            [.. truths.SelectMany(t => t.Envelopes.ToArray())], [.. truths.SelectMany(t => t.Artefacts)]);
    }

    private static async Task<List<SignalBlock>> Blocks(TwinSource twin)
    {
        var blocks = new List<SignalBlock>();
        await foreach (var block in twin.ReadAsync(Cancellation)) blocks.Add(block);
        return blocks;
    }

    private sealed record Recorded(
        ImmutableArray<float> Samples,
        ImmutableArray<Marker> Markers,
        ImmutableArray<float> Envelopes,
        ImmutableArray<TwinArtefact> Artefacts);

    /// <summary>A cue every 300 samples, queued just before it is needed.</summary>
    private sealed class Cues : TwinScript
    {
        private long _next = 300;

        public override void Prepare(TwinSource twin, long endSampleIndex)
        {
            for (; _next < endSampleIndex; _next += 300) Assert.True(twin.Instruct(_next, MentalState.ImagineRightHand, "cue"));
        }
    }

    /// <summary>A clock that leaps to the end of every wait.</summary>
    private sealed class LeapingTime : TimeProvider
    {
        public TimeSpan Now { get; private set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;

        public void Leap(TimeSpan span) => Now += span;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime > TimeSpan.Zero) Leap(dueTime);
            return System.CreateTimer(callback, state, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }
}
