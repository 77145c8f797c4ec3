using Pons.Devices;
using Pons.Devices.Emulation;
using Pons.Formats;
using Pons.Sessions.Ledger;

namespace Pons.Tests.Sessions;

public sealed class SessionRecorderTests
{
    private static readonly EmulationPlan Lossy = new()
    {
        ChannelCount = 3,
        RateHz = 1000,
        PacketSamples = 5,
        MarkerEverySeconds = 0.2,
        Faults = new() { SplitBytes = 7, Faults = [new(0.2, FaultKind.Lose, 3), new(0.5, FaultKind.Lose, 1)] },
    };

    [Fact]
    public async Task Recording_holds_every_sample_at_its_place_and_every_loss()
    {
        await using var run = await RecordedRun.StartAsync(Lossy);
        await run.Tap.UntilAsync(t => t.Rows.Count > 900);
        var summary = await run.EndAsync();
        using var recording = Recording.Open(summary.Path);
        Assert.Empty(recording.Warnings);
        var stream = recording.Streams[0];
        Assert.Equal("RDA", stream.Info.Name);
        Assert.Equal(run.Tap.Rows.Keys, Indices(stream));
        foreach (var segment in stream.Segments)
            Assert.Equal(
                run.Tap.Rows.Where(r => segment.Contains(r.Key)).SelectMany(r => r.Value), stream.Read(segment.FirstSampleIndex, (int)segment.SampleCount));
        Assert.Equal([(15L), 5L], run.Tap.Gaps.Select(g => g.SampleCount));
        Assert.Equal(20, stream.MissingCount);
        Assert.Equal("2", recording.Header.Fields.Single(f => f.Name == "RDA gaps").Value);
        Assert.Equal("20", recording.Header.Fields.Single(f => f.Name == "RDA missing samples").Value);
        Assert.Equal((run.Tap.Rows.Count, 20L, 2), ((int)summary.Streams[0].Samples, summary.Streams[0].Missing, summary.Streams[0].Gaps));
        Assert.Equal(run.Tap.Markers.Select(m => m.Label), recording.Markers.Select(m => m.Label));
        Assert.All(run.Tap.Markers.Zip(recording.Markers), p => Assert.Equal(p.First.SampleIndex / 1000.0, p.Second.Onset.Seconds, 1e-3));
    }

    [Fact]
    public async Task Ledger_tells_streams_gaps_clock_notes_and_the_end()
    {
        await using var run = await RecordedRun.StartAsync(Lossy);
        run.Recorder.Append(new LedgerNote("participant moved, 参与者动了"));
        await run.Tap.UntilAsync(t => t.Rows.Count > 900);
        var summary = await run.EndAsync();
        var ledger = SessionLedger.Read(summary.LedgerPath);
        Assert.Empty(ledger.Warnings);
        Assert.Equal("x.xdf", ledger.Header?.Recording);
        Assert.Equal("participant moved, 参与者动了", Assert.Single(ledger.Entries.OfType<LedgerNote>()).Text);
        var stream = Assert.Single(ledger.Entries.OfType<LedgerStream>());
        Assert.Equal(("RDA", 3, 1000.0), (stream.Stream, stream.ChannelCount, stream.RateHz));
        Assert.Equal(
            run.Tap.Gaps.Select(g => (g.FirstSampleIndex, g.SampleCount, nameof(GapReason.Counter), false)),
            ledger.Entries.OfType<LedgerGap>().Select(g => (g.FirstSampleIndex, g.SampleCount, g.Reason, g.IsEstimated)));
        Assert.NotEmpty(ledger.Entries.OfType<LedgerClock>());
        Assert.Equal(new("RDA", run.Tap.Rows.Count, 20, 2, run.Tap.Markers.Count), Assert.Single(ledger.End!.Streams));
        Assert.All(ledger.Entries, e => Assert.NotEqual(0, e.HostNanoseconds));
    }

    private static IEnumerable<long> Indices(RecordedStream stream) =>
        stream.Segments.SelectMany(s => Enumerable.Range(0, (int)s.SampleCount).Select(i => s.FirstSampleIndex + i));
}
