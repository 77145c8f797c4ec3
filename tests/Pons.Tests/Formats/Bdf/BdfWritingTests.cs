using Pons.Contracts;
using Pons.Formats;
using Pons.Formats.Bdf;
using Pons.Formats.Edf;
using Pons.Streams;

namespace Pons.Tests.Formats.Bdf;

public sealed class BdfWritingTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pons-bdf-").FullName;
    private int _files;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private (Recording Read, CreationReport Report) Written(RecordingFormat format, Recording content)
    {
        var path = Path.Combine(_folder, $"{++_files}{format.Extensions[0]}");
        var report = format.Create(path, content);
        return (format.Open(path), report);
    }

    private static void SameSamples(Recording before, Recording after)
    {
        Assert.Equal(before.Streams.Select(s => s.Info.RateHz), after.Streams.Select(s => s.Info.RateHz));
        foreach (var (a, b) in before.Streams.Zip(after.Streams))
        {
            var (x, y) = (new double[a.SampleCount * a.Info.ChannelCount], new double[a.SampleCount * a.Info.ChannelCount]);
            a.Read(0, x);
            b.Read(0, y);
            Assert.Equal(x, y);
            Assert.Equal(a.Scales, b.Scales);
        }
    }

    [Theory]
    [InlineData("mi/eegmmidb/S001R04.edf")]
    [InlineData("formats/edf_bdf/test.edf")]
    [InlineData("formats/edf_bdf/test_reduced.edf")]
    [InlineData("formats/edf_bdf/chtypes_edf.edf")]
    [InlineData("formats/edf_bdf/subsecond_starttime.edf")]
    [InlineData("formats/edf_bdf/test_uneven_samp.edf")]
    [InlineData("formats/edf_bdf/test_utf8_annotations.edf")]
    [InlineData("formats/edf_bdf/duplicate_channel_labels.edf")]
    [InlineData("formats/nihon_kohden/MB0400FU.EDF")]
    [InlineData("sleep/edfio/short_psg.edf")]
    public void Sixteen_bits_go_through_twenty_four_and_back_with_numbers_and_limits(string file)
    {
        using var content = Recording.Open(RecordedData.PathOf(file));
        Assert.True(new BdfFormat().Preview(content).HoldsSamples);
        var (wide, there) = Written(new BdfFormat(), content);
        var (narrow, back) = Written(new EdfFormat(), wide);
        using var _ = wide;
        using var __ = narrow;
        Assert.True(there.IsBitEqual && back.IsBitEqual);
        SameSamples(content, wide);
        SameSamples(content, narrow);
        // One of the recordings has a Status signal with a trigger that EDF did not take for one; then it is said.
        var isTriggered = there.Warnings.Any(w => w.Contains("triggers in the samples", StringComparison.Ordinal));
        Assert.Equal(content.Markers, narrow.Markers.Where(m => !isTriggered || m.Label is not ("4096" or "4100")));
        Assert.Equal(content.Header.StartTime, narrow.Header.StartTime);
        Assert.Equal(content.Streams.SelectMany(s => s.Info.Channels), narrow.Streams.SelectMany(s => s.Info.Channels));
        Assert.Equal(content.Streams.SelectMany(s => s.Details), narrow.Streams.SelectMany(s => s.Details));
    }

    [Theory]
    [InlineData("formats/edf_bdf/test.bdf")]
    [InlineData("formats/edf_bdf/test_bdf_stim_channel.bdf")]
    [InlineData("formats/edf_bdf/test_generator.bdf")]
    [InlineData("formats/malformed/record_count_minus_one.bdf")]
    public void Twenty_four_bits_are_written_bit_equal_and_triggers_once(string file)
    {
        using var content = Recording.Open(RecordedData.PathOf(file));
        var (read, report) = Written(new BdfFormat(), content);
        using var _ = read;
        Assert.True(report.IsBitEqual);
        Assert.Empty(report.Warnings);
        SameSamples(content, read);
        Assert.Equal(content.Markers, read.Markers);
        Assert.Equal(content.Streams.SelectMany(s => s.Details), read.Streams.SelectMany(s => s.Details));
    }

    [Theory]
    [InlineData("formats/edf_bdf/test.bdf")]
    [InlineData("formats/edf_bdf/test_bdf_stim_channel.bdf")]
    [InlineData("formats/malformed/record_count_minus_one.bdf")]
    public void Twenty_four_bits_in_sixteen_lose_what_was_said_before(string file)
    {
        using var content = Recording.Open(RecordedData.PathOf(file));
        var preview = new EdfFormat().Preview(content);
        var (narrow, report) = Written(new EdfFormat(), content);
        using var _ = narrow;
        Assert.Equal(preview.HoldsSamples, report.IsBitEqual);
        Assert.Equal(content.Markers.Select(m => (m.Onset, m.Label)), narrow.Markers.Select(m => (m.Onset, m.Label)));
        for (var s = 0; s < content.Streams.Length; s++)
        {
            var (before, after) = (content.Streams[s].Read(0, 1000), narrow.Streams[s].Read(0, 1000));
            var width = content.Streams[s].Info.ChannelCount;
            for (var i = 0; i < before.Length; i++)
                Assert.True(Math.Abs(before[i] - after[i]) <= report.Losses[i % width].LargestError);
        }
    }

    [Fact]
    public void Status_fits_sixteen_bits_by_a_shift_and_its_triggers_stay_single_on_the_way_back()
    {
        using var content = Recording.Open(RecordedData.PathOf("formats/edf_bdf/test.bdf"));
        var (narrow, report) = Written(new EdfFormat(), content);
        using var _ = narrow;
        Assert.Equal(0, report.Losses.Single(l => l.Label == "Status").LargestError);
        var (back, again) = Written(new BdfFormat(), narrow);
        using var __ = back;
        Assert.True(again.IsBitEqual);
        Assert.Equal("128", Assert.Single(back.Markers).Label);
    }

    [Fact]
    public void Creation_keeps_the_contract()
    {
        using var content = EdfWritingTests.Held(
            [EdfWritingTests.Stream(100, 3, (n, c) => n * 0.37f - c, (0, 200), (500, 300)),
                EdfWritingTests.Stream(25, 2, (n, c) => n + c, (0, 50), (125, 75))],
            [new(Duration.FromSeconds(-0.5), "before"), new(Duration.FromSeconds(0.123456789), "T1", Duration.FromSeconds(4.1)),
                new(Duration.FromSeconds(6), "T2")]);
        new FormatContract(new BdfFormat(), new EdfBytes { IsBdf = true }).VerifyCreation(content, _folder);
    }

    [Fact]
    public void Steps_of_many_devices_come_back_bit_equal()
    {
        float[] steps = [1, 0.5f, 0.1f, 0.03125f, 0.01f, 0.001f];
        using var content = EdfWritingTests.Held([EdfWritingTests.Stream(100, 6,
            (n, c) => (float)((n * 7919_000 % 4_000_001 - 2_000_000) * (double)(decimal)steps[c]), (0, 500))]);
        Assert.True(new BdfFormat().Preview(content).HoldsSamples);
        var (read, report) = Written(new BdfFormat(), content);
        using var _ = read;
        Assert.True(report.IsBitEqual, string.Join("; ", report.Losses));
        Assert.Equal("BDF+C", read.Header.Format);
        Assert.Equal(content.Streams[0].Read(0, 500), read.Streams[0].Read(0, 500));
    }

    [Fact]
    public void Triggers_that_no_marker_noted_are_said()
    {
        var info = new StreamInfo("x", [new("Status", ChannelKind.Trigger, "")], 10, new("x"));
        using var content = EdfWritingTests.Held([new HeldStream(info, new float[] { 0, 0, 5, 5, 0, 0, 0, 0, 7, 0 })],
            [new(Duration.FromSeconds(0.2), "5")]);
        var (read, report) = Written(new BdfFormat(), content);
        using var _ = read;
        Assert.Equal([("5", "Status"), ("7", "Status")], read.Markers.Select(m => (m.Label, m.Kind)));
        Assert.Contains("1 triggers in the samples of a signal will be read as further markers, the first '7'.", report.Warnings);
    }
}
