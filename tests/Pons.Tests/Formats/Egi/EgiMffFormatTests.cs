using System.Text;
using Pons.Contracts;
using Pons.Formats;
using Pons.Formats.Egi;
using Pons.Streams;

namespace Pons.Tests.Formats.Egi;

/// <summary>Folders made here; MNE-Python 1.3.0 reads the plain one to equal samples.</summary>
public sealed class EgiMffFormatTests
{
    private static Recording Open(Dictionary<string, byte[]> files, string name = "made.mff") => new EgiMffFormat().Open(
        RecordingFiles.InMemory(name, files.ToDictionary(f => f.Key, f => (ReadOnlyMemory<byte>)f.Value, StringComparer.Ordinal)));

    private static Dictionary<string, byte[]> With(Dictionary<string, byte[]> files, string name, Func<string, string> change)
    {
        files[name] = Encoding.UTF8.GetBytes(change(Encoding.UTF8.GetString(files[name])));
        return files;
    }

    [Fact]
    public void Made_folder_keeps_the_contract() =>
        new FormatContract(new EgiMffFormat(), "made.mff", new EgiMffBytes().ToFiles()).Verify();

    [Fact]
    public void Damaged_folder_is_survived()
    {
        new FormatDamage(new EgiMffFormat(), "made.mff", new EgiMffBytes().ToFiles()).Survive(1);
        new FormatDamage(new EgiMffFormat(), "made.mff",
            new EgiMffBytes { Epochs = [(0, [20, 20], 250), (500, [30], 500)], PhysiologyMissing = 0 }.ToFiles()).Survive(2);
    }

    [Theory]
    [InlineData(6, true)]
    [InlineData(9, false)]
    public void Signals_are_streams_with_the_gaps_of_the_epochs(int decimals, bool isShort)
    {
        using var recording = Open(new EgiMffBytes { Decimals = decimals, IsShort = isShort }.ToFiles());
        Assert.Equal(["EEG", "PNS"], recording.Streams.Select(s => s.Info.Name));
        Assert.Equal([(0L, 50L), (250L, 25L)], recording.Streams[0].Segments.Select(s => (s.FirstSampleIndex, s.SampleCount)));
        Assert.Equal([(0L, 50L), (250L, 24L)], recording.Streams[1].Segments.Select(s => (s.FirstSampleIndex, s.SampleCount)));
        Assert.Equal((0.2, 0.8), (recording.Gaps[0].Start.Seconds, recording.Gaps[0].Length.Seconds));
        double[] gains = [1.5, 0.5, 1];
        foreach (var (first, stored, count) in new[] { (0, 0, 50), (250, 50, 25) })
        {
            var values = recording.Streams[0].Read(first, count);
            for (var i = 0; i < values.Length; i++) Assert.Equal(
                (float)(EgiMffBytes.Electrode(stored + i / 3, i % 3) * gains[i % 3]), values[i]);
            var others = recording.Streams[1].Read(first, count - 1);
            for (var i = 0; i < others.Length; i++) Assert.Equal(EgiMffBytes.Physiology(stored + i / 2, i % 2), others[i]);
        }

        Assert.Empty(recording.Warnings);
    }

    [Fact]
    public void Channels_have_labels_reference_places_gains_and_filters()
    {
        using var recording = Open(new EgiMffBytes().ToFiles());
        var (electrodes, physiology) = (recording.Streams[0], recording.Streams[1]);
        Assert.Equal([("E1", "VREF"), ("E2", "VREF"), ("VREF", null)], electrodes.Info.Channels.Select(c => (c.Label, c.Reference)));
        Assert.Equal((0.6, 0.8, 0), electrodes.Info.Channels[0].Position is { } p ? (Math.Round(p.X, 9), Math.Round(p.Y, 9), p.Z)
            : default);
        Assert.Equal((0.03, 0.04, 0), electrodes.Details[0].LocationMetres);
        Assert.Equal([14_500, 20_000, 0], electrodes.Details.Select(d => d.ImpedanceOhms));
        Assert.All(electrodes.Details, d => Assert.Equal(100, d.LowPassHz));
        Assert.Equal([("ECG", ChannelKind.Ecg, "µV"), ("Temp", ChannelKind.Other, "degC")],
            physiology.Info.Channels.Select(c => (c.Label, c.Kind, c.Unit)));
        Assert.Equal(0.3, physiology.Details[0].HighPassHz);
        Assert.Contains(new HeaderField("EEG bad channels", "2"), recording.Header.Fields);
        Assert.Contains(new HeaderField("ampSerialNumber", "A1", true), recording.Header.Fields);
        Assert.Equal(("Patient ID: P-17", "NA400"), (recording.Header.Subject, recording.Header.Device));
    }

    [Fact]
    public void Events_and_segments_are_markers_with_lengths()
    {
        using var recording = Open(new EgiMffBytes().ToFiles());
        Assert.Equal(
            [("rare", "Segment", 0.02, 0.1), ("DIN1", "DIN", 0.04, 0.004), ("SPK1", "Spike 1", 0.1, 0.008), ("DIN1", "DIN", 1.02, 0.004),
                ("SPK1", "Spike 1", 1.04, 0.008)],
            recording.Markers.Select(m => (m.Label, m.Kind, m.Onset.Seconds, m.Length!.Value.Seconds)));
        Assert.Equal(new DateTime(2020, 1, 29, 6, 19, 39), recording.Header.StartTime);
        Assert.Contains(new HeaderField("Universal time offset", "-08:00"), recording.Header.Fields);
    }

    [Fact]
    public void First_sample_is_the_zero_of_time_also_when_the_first_epoch_begins_late()
    {
        using var recording = Open(new EgiMffBytes { Epochs = [(20, [50], 250), (1000, [25], 250)] }.ToFiles());
        Assert.Equal([(0L, 50L), (245L, 25L)], recording.Streams[0].Segments.Select(s => (s.FirstSampleIndex, s.SampleCount)));
        Assert.Equal(0.02, recording.Markers.First(m => m.Label == "DIN1").Onset.Seconds);
        Assert.Equal(new DateTime(2020, 1, 29, 6, 19, 39, 20), recording.Header.StartTime);
    }

    [Fact]
    public void Change_of_rate_begins_a_stream_of_its_own()
    {
        using var recording = Open(new EgiMffBytes { Epochs = [(0, [20, 20], 250), (500, [30], 500)], PhysiologyMissing = 0 }.ToFiles());
        Assert.Equal(["EEG 250 Hz, 3 channels", "EEG 500 Hz, 3 channels", "PNS 250 Hz, 2 channels", "PNS 500 Hz, 2 channels"],
            recording.Streams.Select(s => s.Info.Name));
        Assert.Equal(0.5, recording.Streams[1].Segments[0].Start.Seconds);
        Assert.Equal(EgiMffBytes.Electrode(40, 0) * 1.5f, recording.Streams[1].Read(0, 1)[0]);
        Assert.Contains(recording.Warnings, w => w.Contains("'signal1.bin' changes", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("info.xml")]
    [InlineData("signal2.bin")]
    [InlineData("Events_DIN.xml")]
    public void Any_file_of_the_folder_leads_to_the_recording(string name)
    {
        using var folder = new TemporaryFolder();
        foreach (var (file, bytes) in new EgiMffBytes().ToFiles()) File.WriteAllBytes(Path.Combine(folder.Path, file), bytes);
        Assert.IsType<EgiMffFormat>(RecordingFormat.Of(folder.Path));
        using var whole = Recording.Open(folder.Path);
        using var part = Recording.Open(Path.Combine(folder.Path, name));
        Assert.Equal(whole.Streams[0].Read(0, 50), part.Streams[0].Read(0, 50));
        Assert.Equal(5, part.Markers.Length);
    }

    [Fact]
    public void Damaged_texts_are_said_and_the_rest_is_read()
    {
        using var unfinished = Open(With(new EgiMffBytes().ToFiles(), "Events_DIN.xml", x =>
            x[..(x.IndexOf("SPK1", StringComparison.Ordinal) + 3)]));
        Assert.Equal(2, unfinished.Markers.Count(m => m.Label == "DIN1"));
        Assert.Contains("the first 2 elements 'event' are read", Assert.Single(unfinished.Warnings), StringComparison.Ordinal);
        using var entity = Open(With(new EgiMffBytes().ToFiles(), "categories.xml", x =>
            x.Replace("<categories", "<!DOCTYPE x [<!ENTITY y SYSTEM \"file:///etc/passwd\">]><categories", StringComparison.Ordinal)));
        Assert.Contains("'categories.xml' is damaged and is not read", Assert.Single(entity.Warnings), StringComparison.Ordinal);
        var files = new EgiMffBytes().ToFiles();
        files.Remove("epochs.xml");
        files.Remove("sensorLayout.xml");
        using var bare = Open(files);
        Assert.Equal(["E1", "E2", "E3"], bare.Streams[0].Info.Channels.Select(c => c.Label));
        Assert.Equal(75, Assert.Single(bare.Streams[0].Segments).SampleCount);
        Assert.Contains(bare.Warnings, w => w.Contains("lists no epochs", StringComparison.Ordinal));
    }

    [Fact]
    public void Damaged_signals_are_read_as_far_as_they_are_whole_or_refused()
    {
        var files = new EgiMffBytes { IsShort = false }.ToFiles();
        files["signal1.bin"] = files["signal1.bin"][..^7];
        using var cut = Open(files);
        Assert.Equal(50, cut.Streams[0].SampleCount);
        Assert.Contains(cut.Warnings, w => w.StartsWith("Block 3 of 'signal1.bin'", StringComparison.Ordinal)
            && w.EndsWith("cut off: it is not read.", StringComparison.Ordinal));
        files = new EgiMffBytes().ToFiles();
        files["signal1.bin"][16 + 4 * 3] = 16;
        Assert.Contains("has another rate, depth or length", Assert.Throws<RecordingFormatException>(() => Open(files)).What,
            StringComparison.Ordinal);
        files = new EgiMffBytes().ToFiles();
        files["signal1.bin"][0] = 7;
        Assert.Contains("A block begins with 7; 1 was expected", Assert.Throws<RecordingFormatException>(() => Open(files)).What,
            StringComparison.Ordinal);
    }
}
