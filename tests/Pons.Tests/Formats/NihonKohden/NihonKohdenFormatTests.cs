using Pons.Contracts;
using Pons.Formats;
using Pons.Formats.NihonKohden;
using Pons.Streams;

namespace Pons.Tests.Formats.NihonKohden;

/// <summary>
/// Files laid out here, and a recording whose samples agree with MNE-Python 1.3.0 and, number by number, with the EDF file that the
/// maker's software wrote of it.
/// </summary>
public sealed class NihonKohdenFormatTests
{
    private const string Recorded = "formats/nihon_kohden/MB0400FU.";

    private static Recording Open(Dictionary<string, byte[]> files, string name = "made.EEG") => new NihonKohdenFormat().Open(
        RecordingFiles.InMemory(name, files.ToDictionary(f => f.Key, f => (ReadOnlyMemory<byte>)f.Value, StringComparer.Ordinal)));

    [Fact]
    public void Made_recordings_keep_the_contract()
    {
        new FormatContract(new NihonKohdenFormat(), "made.EEG", new NihonKohdenBytes().ToFiles()).Verify();
        new FormatContract(new NihonKohdenFormat(), "made.EEG", NihonKohdenBytes.Extended(50)).Verify();
    }

    [Fact]
    public void Damaged_recordings_are_survived()
    {
        new FormatDamage(new NihonKohdenFormat(), "made.EEG", new NihonKohdenBytes().ToFiles()).Survive(1);
        new FormatDamage(new NihonKohdenFormat(), "made.EEG", NihonKohdenBytes.Extended(50)).Survive(2);
    }

    [Fact]
    public void Recording_agrees_with_its_export_number_by_number()
    {
        using var recording = Recording.Open(RecordedData.PathOf(Recorded + "EEG"));
        using var export = Recording.Open(RecordedData.PathOf(Recorded + "EDF"));
        var (stream, exported) = (recording.Streams[0], export.Streams[0]);
        Assert.Equal((25, 200.0, 5800L), (stream.Info.ChannelCount, stream.Info.RateHz!.Value, stream.SampleCount));
        var (values, others) = (new double[5800 * 25], new double[5800 * 25]);
        stream.Read(0, values);
        exported.Read(0, others);
        for (var i = 0; i < values.Length; i++)
        {
            var (own, other) = (stream.Scales[i % 25], exported.Scales[i % 25]);
            Assert.Equal(Math.Round((others[i] - other.Offset) / other.Gain), Math.Round((values[i] - own.Offset) / own.Gain));
        }

        Assert.Equal(exported.Info.Channels.Select(c => c.Label.Replace("POL ", "", StringComparison.Ordinal)),
            stream.Info.Channels.Select(c => c.Label));
        Assert.Equal([(0.0, "REC START ALLE EEG"), (1.14, "A1+A2 OFF")],
            recording.Markers.Select(m => (Math.Round(m.Onset.Seconds, 6), m.Label)));
        Assert.Equal(1, values.Sum() / -138369364973.23874, 1e-9);
        Assert.Equal(export.Header.StartTime, recording.Header.StartTime);
        Assert.Empty(recording.Warnings);
    }

    [Theory]
    [InlineData("21E")]
    [InlineData("LOG")]
    [InlineData("PNT")]
    public void Any_file_leads_to_the_same_recording(string extension)
    {
        using var recording = Recording.Open(RecordedData.PathOf(Recorded + extension));
        Assert.Equal("MB0400FU.EEG", recording.Header.File);
        Assert.Equal("EEG-1100C V01.00 JE-921A", recording.Header.Device);
        Assert.All(recording.Header.Fields, f => Assert.True(f.IsPersonal));
        Assert.StartsWith("ID: 6416, EEG number: 1, Name: Test_no_cap Asdf, Sex: Männl., Birth date: 2019/01/01", recording.Header.Subject,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Blocks_are_stretches_of_one_time_axis()
    {
        using var recording = Open(new NihonKohdenBytes().ToFiles());
        var stream = Assert.Single(recording.Streams);
        Assert.Equal([(0L, 200L), (375L, 100L)], stream.Segments.Select(s => (s.FirstSampleIndex, s.SampleCount)));
        Assert.Equal((2.0, 1.75), (recording.Gaps[0].Start.Seconds, recording.Gaps[0].Length.Seconds));
        Assert.Equal([("C4", "µV"), ("C3", "µV"), ("SpO2", "µV"), ("$A1", "µV")], stream.Info.Channels.Select(c => (c.Label, c.Unit)));
        Assert.Equal([ChannelKind.Eeg, ChannelKind.Eeg, ChannelKind.Other, ChannelKind.Other], stream.Info.Channels.Select(c => c.Kind));
        Assert.Equal(new DateTime(2019, 4, 3, 16, 0, 16, 250), recording.Header.StartTime);
        for (var block = 0; block < 2; block++)
        {
            var first = stream.Segments[block].FirstSampleIndex;
            var values = new double[4 * 100];
            stream.Read(first, values);
            for (var i = 0; i < values.Length; i++)
                Assert.Equal(NihonKohdenBytes.Value(block, i / 4, i % 4),
                    Math.Round((values[i] - stream.Scales[i % 4].Offset) / stream.Scales[i % 4].Gain));
        }
    }

    [Fact]
    public void Notes_keep_long_texts_and_microseconds_and_follow_the_clock_across_a_pause()
    {
        using var paused = Open(new NihonKohdenBytes().ToFiles());
        Assert.Equal([(0.0, "REC START"), (4.25, "a text that is longer than twenty")],
            paused.Markers.Select(m => (m.Onset.Seconds, m.Label)));
        using var whole = Open(new NihonKohdenBytes { Blocks = [new(new(2019, 4, 3, 16, 0, 16), 0, 40)] }.ToFiles());
        Assert.Equal([0.25, 2.5], whole.Markers.Select(m => m.Onset.Seconds));
    }

    [Fact]
    public void Block_of_another_rate_is_a_stream_of_its_own()
    {
        using var recording = Open(new NihonKohdenBytes
        {
            Blocks = [new(new(2019, 4, 3, 16, 0, 16), 0, 20),
            new(new(2019, 4, 3, 16, 0, 20), 0, 10, 200, [9])]
        }.ToFiles());
        Assert.Equal([("100 Hz", 4, 0L), ("200 Hz", 1, 0L)],
            recording.Streams.Select(s => (s.Info.Name, s.Info.ChannelCount, s.Segments[0].FirstSampleIndex)));
        Assert.Equal([0.0, 4.0], recording.Streams.Select(s => s.Segments[0].Start.Seconds));
    }

    [Fact]
    public void Channels_of_the_newer_device_are_found_through_its_chain_of_blocks()
    {
        using var recording = Open(NihonKohdenBytes.Extended(50));
        var stream = Assert.Single(recording.Streams);
        Assert.Equal((1000.0, 50L), (stream.Info.RateHz!.Value, stream.SampleCount));
        Assert.Equal(["C3", "C4", "DC01", "Mark2"], stream.Info.Channels.Select(c => c.Label));
        var values = stream.Read(49, 1);
        for (var c = 0; c < 4; c++) Assert.Equal(stream.Scales[c].ToPhysical(NihonKohdenBytes.Value(0, 49, c)), values[c]);
        Assert.StartsWith("There is no .21E file", recording.Warnings[0], StringComparison.Ordinal);
        Assert.StartsWith("The files of this device do not state how many samples", recording.Warnings[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Cut_block_is_read_as_far_as_it_goes()
    {
        var files = new NihonKohdenBytes { Blocks = [new(new(2019, 4, 3, 16, 0, 16), 0, 20)] }.ToFiles();
        files["made.EEG"] = files["made.EEG"][..(0x17FE + 0x27 + 40 + 10 * 7 + 3)];
        using var recording = Open(files);
        Assert.Equal(7, recording.Streams[0].SampleCount);
        Assert.Contains(recording.Warnings, w => w.Contains("promises 200 samples; the file ends after 7", StringComparison.Ordinal));
    }

    [Fact]
    public void Table_that_leads_nowhere_is_refused()
    {
        var files = new NihonKohdenBytes().ToFiles();
        files["made.EEG"][0x92 + 3] = 0x7F;
        Assert.Contains("number of data blocks would need 1 bytes", Refused(files).What, StringComparison.Ordinal);
        files = new NihonKohdenBytes().ToFiles();
        files["made.EEG"][0x17FE] = 0x7F;
        Assert.Contains("begins with 127 instead of 1", Refused(files).What, StringComparison.Ordinal);
    }

    private static RecordingFormatException Refused(Dictionary<string, byte[]> files) =>
        Assert.Throws<RecordingFormatException>(() => Open(files));
}
