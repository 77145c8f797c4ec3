using System.Collections.Immutable;
using Pons.Formats;
using Pons.Formats.Eeglab;
using Pons.Streams;

namespace Pons.Tests.Formats.Eeglab;

public sealed class EeglabWritingTests
{
    [Theory]
    [InlineData("out.set")]
    [InlineData("out.fdt")]
    public void What_is_written_is_read_again(string name)
    {
        using var folder = new TemporaryFolder();
        using var content = Content();
        var report = new EeglabFormat().Create(folder.PathOf(name), content);
        Assert.True(report.IsBitEqual);
        Assert.Empty(report.Warnings);
        Assert.Equal(name == "out.set" ? ["out.set"] : ["out.fdt", "out.set"], Directory.GetFiles(folder.Path).Select(f => Path.GetFileName(f)).Order());
        using var read = new EeglabFormat().Open(folder.PathOf(name));
        Assert.Equal(content.Streams[0].Info.Channels, read.Streams[0].Info.Channels);
        Assert.Equal(content.Markers, read.Markers);
        Assert.Equal(content.Gaps, read.Gaps);
        Assert.Equal(content.Streams[0].Read(0, 1100), read.Streams[0].Read(0, 1100));
        Assert.Equal((content.Header.Subject, content.Header.StartTime), (read.Header.Subject, read.Header.StartTime));
        Assert.Empty(read.Warnings);
    }

    [Fact]
    public void Wide_numbers_stay_exact_in_one_file_and_are_rounded_with_a_report_in_two()
    {
        using var folder = new TemporaryFolder();
        var source = new Pons.Tests.Formats.Mat.MatBytes();
        double[] values = [.. Enumerable.Range(0, 200).Select(i => Math.PI * i * 1e3)];
        using var content = Pons.Tests.Formats.Mat.MatReadingTests.Open(source.Add(source.Doubles("x", [2, 100], values)).Add(source.Doubles("fs", [1, 1], 100)));
        Assert.True(new EeglabFormat().Create(folder.PathOf("a.set"), content).IsBitEqual);
        using var exact = new EeglabFormat().Open(folder.PathOf("a.set"));
        var wide = new double[200];
        exact.Streams[0].Read(0, wide);
        Assert.Equal(values, wide);
        var rounded = new EeglabFormat().Create(folder.PathOf("b.fdt"), content);
        Assert.Equal([.. Enumerable.Range(0, 2).Select(c => values.Where((_, i) => i % 2 == c).Max(v => Math.Abs(v - (float)v)))], rounded.Losses.Select(l => l.LargestError));
    }

    [Fact]
    public void What_does_not_fit_is_said_before_and_after()
    {
        using var folder = new TemporaryFolder();
        using var whole = Content();
        using var content = new Recording(whole.Header, whole.Streams,
            [new(Duration.FromSeconds(-1), "early"), new(Duration.FromSeconds(1.7), "in the gap"), .. whole.Markers], whole.Gaps);
        Assert.Equal(["EEGLAB holds no marker before the first sample; 1 are left out."], new EeglabFormat().Preview(content).Losses);
        Assert.Equal(["The marker 'in the gap' at 1.7 s lies in a gap and moves to where the gap begins.",
            "1 markers before the first sample are left out: an event table of EEGLAB holds none."],
            new EeglabFormat().Create(folder.PathOf("a.set"), content).Warnings);
    }

    [Fact]
    public void Streams_of_one_rate_become_one_and_others_are_refused()
    {
        using var folder = new TemporaryFolder();
        RecordedStream Stream(string label, double rate) => new HeldStream(
            new(label, [new(label, ChannelKind.Other, "V/s")], rate, new("t")), new float[] { 1, 2, 3 });
        using var same = new Recording(new() { Format = "", File = "x" }, [Stream("a", 10), Stream("b", 10)], []);
        Assert.Equal(["The streams 'a' and 'b' become one."], new EeglabFormat().Create(folder.PathOf("a.set"), same).Warnings);
        using var read = new EeglabFormat().Open(folder.PathOf("a.set"));
        Assert.Equal([1f, 1, 2, 2, 3, 3], read.Streams[0].Read(0, 3));
        Assert.Equal(("b", ChannelKind.Other, "V/s"), read.Streams[0].Info.Channels[1] is var c ? (c.Label, c.Kind, c.Unit) : default);
        using var other = new Recording(new() { Format = "", File = "x" }, [Stream("a", 10), Stream("b", 20)], []);
        var fault = Assert.Throws<RecordingFormatException>(() => new EeglabFormat().Create(folder.PathOf("b.set"), other));
        Assert.Contains("The recording has streams of 2 different rates.", fault.Message, StringComparison.Ordinal);
        Assert.Equal(["a.set"], Directory.GetFiles(folder.Path).Select(f => Path.GetFileName(f)));
    }

    [Fact]
    public void Cancelled_writing_leaves_nothing()
    {
        using var folder = new TemporaryFolder();
        using var content = Content();
        using var cancellation = new CancellationTokenSource();
        cancellation.Cancel();
        Assert.Throws<OperationCanceledException>(() => new EeglabFormat().Create(folder.PathOf("a.fdt"), content, null, cancellation.Token));
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void Recorded_file_keeps_all_that_the_format_holds()
    {
        using var folder = new TemporaryFolder();
        using var content = Recording.Open(RecordedData.PathOf("formats/eeglab/test_raw_chanloc.set"));
        Assert.True(new EeglabFormat().Create(folder.PathOf("a.set"), content).IsBitEqual);
        using var read = Recording.Open(folder.PathOf("a.set"));
        Assert.Equal(content.Streams[0].Info.Channels.Select(c => (c.Label, c.Kind, c.Unit, c.Reference)), read.Streams[0].Info.Channels.Select(c => (c.Label, c.Kind, c.Unit, c.Reference)));
        Assert.Equal(content.Streams[0].Read(0, 385), read.Streams[0].Read(0, 385));
        Assert.Equal(content.Markers, read.Markers);
        Assert.Equal(content.Header.Fields.Single(f => f.Name == "history"), read.Header.Fields.Single(f => f.Name == "history"));
        foreach (var (a, b) in content.Streams[0].Details.Zip(read.Streams[0].Details))
            Assert.Equal(a.LocationMetres!.Value.X, b.LocationMetres!.Value.X, 1e-12);
    }

    internal static Recording Content()
    {
        ImmutableArray<Channel> channels = [new("Fz", ChannelKind.Eeg, "µV", "A1", new(0, 0.6, 0.8)), new("HEOG", ChannelKind.Eog),
            new("皮肤", ChannelKind.Other, "degC"), new("Trig", ChannelKind.Trigger, "")];
        var clock = new ClockId("recording out.set");
        var samples = Enumerable.Range(0, 4000).Select(i => i % 997 == 0 ? float.NaN : i * 0.37f - 100).ToArray();
        var stream = new HeldStream(new("EEG", channels, 250, clock), samples, [new(0, 400, new(clock, 0)), new(500, 600, new(clock, 2_000_000_000))]);
        return new(new() { Format = "made", File = "x", Subject = "被试 7", StartTime = new(2024, 2, 29, 23, 59, 58, 500) }, [stream],
            [new(Duration.FromSeconds(0.1234567), "左手", Duration.FromSeconds(0.3)) { Kind = "Stimulus" },
                new(Duration.FromSeconds(2.004), "after") { Channel = "HEOG" }],
            [new(Duration.FromSeconds(1.6), Duration.FromSeconds(0.4))]);
    }
}
