using Pons.Devices;
using Pons.Sessions;
using Pons.Streams;

namespace Pons.Tests.Sessions;

public sealed class RecordingTapTests
{
    private const int Channels = 64, RunSamples = 20;

    [Fact]
    public void Thread_that_reads_a_device_allocates_nothing_per_run()
    {
        var memory = new RecorderMemory(1 << 24);
        var (tap, output) = Begin(memory);
        for (var i = 0; i < 2000; i++) Pump(tap, output, i, memory); // buffers grow
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 2000; i < 12_000; i++) Pump(tap, output, i, memory);
        var perRun = (GC.GetAllocatedBytesForCurrentThread() - before) / 10_000.0;
        Assert.InRange(perRun, 0, 1);
    }

    [Fact]
    public void What_does_not_fit_is_one_gap_and_what_comes_later_is_taken()
    {
        var memory = new RecorderMemory(1 << 20);
        var (tap, output) = Begin(memory);
        for (var i = 0; i < 400; i++) Send(output, i);
        Assert.True(tap.IsOverflowing);
        Assert.InRange(memory.Used, 1, 1 << 20);
        var kept = Drain(tap, memory);
        Send(output, 400);
        Assert.False(tap.IsOverflowing);
        Assert.True(tap.TryTake(out SampleGap gap));
        Assert.Equal((kept, 400L * RunSamples - kept, GapReason.Overflow), (gap.FirstSampleIndex, gap.SampleCount, gap.Reason));
        Assert.Equal((RunSamples, kept + RunSamples), (Drain(tap, memory), tap.Accepted));
        Assert.Equal(0, memory.Used);
    }

    [Fact]
    public void Sample_that_is_longer_than_a_segment_is_kept_whole()
    {
        var memory = new RecorderMemory(1 << 24);
        using var wake = new AutoResetEvent(false);
        var tap = new RecordingTap(memory, wake);
        var output = new SampleOutput("wide", tap);
        output.Begin(new(new StreamInfo("wide", [.. Enumerable.Range(1, 100_000).Select(c => new Channel($"{c}"))], 10, new ClockId("wide"))));
        for (var i = 0; i < 3; i++)
        {
            output.Add(i).Fill(i);
            output.Flush();
        }

        for (var i = 0; i < 3; i++)
        {
            Assert.True(tap.Runs.TryTake(out var runs, out var segment));
            RunQueue.Read(runs.Span, out var head, out _, out var values);
            Assert.Equal((i, 1, 400_000), ((int)head.First, head.Count, values.Length));
            memory.Return(segment);
        }

        Assert.Equal(0, memory.Used);
    }

    private static (RecordingTap Tap, SampleOutput Output) Begin(RecorderMemory memory)
    {
        var tap = new RecordingTap(memory, new AutoResetEvent(false));
        var output = new SampleOutput("device", tap);
        output.Begin(new(new StreamInfo("EEG", [.. Enumerable.Range(1, Channels).Select(c => new Channel($"{c}"))], 1000, new ClockId("device"))));
        return (tap, output);
    }

    private static void Pump(RecordingTap tap, SampleOutput output, int run, RecorderMemory memory)
    {
        Send(output, run);
        if (run % 100 == 0) Drain(tap, memory);
    }

    private static void Send(SampleOutput output, int run)
    {
        output.Add((long)run * RunSamples, RunSamples).Fill(run);
        output.Flush();
    }

    private static long Drain(RecordingTap tap, RecorderMemory memory)
    {
        var samples = 0L;
        while (tap.Runs.TryTake(out var runs, out var segment))
        {
            for (var at = 0; at < runs.Length;)
            {
                at += RunQueue.Read(runs.Span[at..], out var head, out _, out _);
                samples += head.Count;
            }

            memory.Return(segment);
        }

        return samples;
    }
}
