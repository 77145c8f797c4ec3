using Pons.Contracts;
using Pons.Formats;
using Pons.Formats.Intan;
using Pons.Streams;

namespace Pons.Tests.Formats.Intan;

public sealed class IntanReadingTests
{
    private static readonly IntanFormat Format = new();

    [Theory]
    [InlineData(1, 0)]
    [InlineData(1, 1)]
    [InlineData(1, 2)]
    [InlineData(1, 3)]
    [InlineData(1, 5)]
    [InlineData(2, 0)]
    [InlineData(3, 1)]
    public void Every_version_of_the_amplifier_file_is_read(short major, short minor)
    {
        var made = new IntanBytes { Version = (major, minor) };
        using var recording = Open("made.rhd", made.OneFile());
        var header = Assert.IsType<IntanHeader>(recording.Header);
        Assert.Equal(($"{major}.{minor}", false), (header.Version, header.IsStimulator));
        var hasTemperature = made.HasTemperature;
        Assert.Equal([("amplifier", 2, 20_000.0), ("auxiliary input", 1, 5000), ("supply voltage", 1, 20_000.0 / made.BlockRows),
            .. hasTemperature ? [("temperature", 1, 20_000.0 / made.BlockRows)] : Array.Empty<(string, int, double)>(),
            ("analog input", 1, 20_000), ("digital input", 2, 20_000)],
            recording.Streams.Select(s => (s.Info.Name, s.Info.ChannelCount, s.Info.RateHz!.Value)));
        AssertAmplifiers(recording, made.Rows);
        Assert.Equal([.. Enumerable.Range(0, made.Rows / 4).Select(n => (float)(37.4 * (1000 + n)))], Whole(recording, "auxiliary input"));
        Assert.Equal([.. Enumerable.Range(0, 3).Select(b => (float)(74.8 * (44_000 + b)))], Whole(recording, "supply voltage"));
        if (hasTemperature) Assert.Equal([25f, 24.99f, 24.98f], Whole(recording, "temperature"));
        var (step, zero) = made.Version is (1, < 3) ? (50.354, 32768) : (152.59, 0);
        Assert.Equal([.. Enumerable.Range(0, made.Rows).Select(n => (float)(step * (2 * n + zero)))], Whole(recording, "analog input"));
        AssertPulses(recording, made.Rows);
    }

    [Fact]
    public void Stimulator_file_keeps_direct_amplifiers_currents_and_flags()
    {
        var made = new IntanBytes { IsStimulator = true };
        using var recording = Open("made.rhs", made.OneFile());
        Assert.Equal(["amplifier", "direct-coupled amplifier", "stimulation", "analog input", "digital input"],
            recording.Streams.Select(s => s.Info.Name));
        Assert.Equal(1e-6, Assert.IsType<IntanHeader>(recording.Header).StimulationStepAmperes);
        Assert.Equal("A-000", recording.Streams[0].Info.Channels[1].Reference);
        AssertAmplifiers(recording, made.Rows);
        AssertStimulation(recording, made.Rows);
    }

    [Theory]
    [InlineData("info.rhd")]
    [InlineData("time.dat")]
    [InlineData("amplifier.dat")]
    [InlineData("folder")]
    public void A_file_for_each_kind_of_signal_is_read_whatever_is_named(string name)
    {
        var made = new IntanBytes();
        using var recording = Format.Open(InMemory(name, made.FilePerSignal()));
        Assert.Equal(["amplifier", "auxiliary input", "analog input", "digital input"], recording.Streams.Select(s => s.Info.Name));
        Assert.Contains("A-VDD1.dat", Assert.Single(recording.Warnings), StringComparison.Ordinal);
        Assert.Equal(SampleType.Int16, recording.Streams[0].StoredAs);
        AssertAmplifiers(recording, made.Rows);
        // Here the slow signals are repeated at the rate of the amplifiers.
        Assert.Equal(20_000, recording.Streams[1].Info.RateHz);
        Assert.Equal([.. Enumerable.Range(0, made.Rows).Select(n => (float)(37.4 * (1000 + n / 4)))], Whole(recording, "auxiliary input"));
        AssertPulses(recording, made.Rows);
    }

    [Theory]
    [InlineData("info.rhd")]
    [InlineData("amp-A-000.dat")]
    [InlineData("folder")]
    public void A_file_for_each_channel_is_read(string name)
    {
        var made = new IntanBytes();
        using var recording = Format.Open(InMemory(name, made.FilePerChannel()));
        AssertAmplifiers(recording, made.Rows);
        Assert.Equal(5000, recording.Streams[1].Info.RateHz);
        AssertPulses(recording, made.Rows);
    }

    [Fact]
    public void Stimulator_folders_are_read()
    {
        var made = new IntanBytes { IsStimulator = true };
        foreach (var files in new[] { made.FilePerSignal(), made.FilePerChannel() })
        {
            using var recording = Format.Open(InMemory("info.rhs", files));
            Assert.Empty(recording.Warnings);
            AssertAmplifiers(recording, made.Rows);
            AssertStimulation(recording, made.Rows);
            AssertPulses(recording, made.Rows);
        }
    }

    [Fact]
    public void Header_keeps_impedance_filters_and_notes()
    {
        using var recording = Open("made.rhd", new IntanBytes().OneFile());
        var detail = recording.Streams[0].Details[0];
        Assert.Equal(("Cz", "A-000", 12_000.0, 0.1, 7500.0, 50.0, "digital high-pass 1 Hz"),
            (detail.SourceLabel, detail.Sensor, detail.ImpedanceOhms, detail.HighPassHz, detail.LowPassHz, detail.NotchHz, detail.Filtering));
        Assert.Null(recording.Streams[0].Details[1].ImpedanceOhms);
        Assert.Equal(-45, Assert.IsType<IntanHeader>(recording.Header).Channels[0].ImpedancePhaseDegrees);
        Assert.Equal(ChannelKind.Eeg, recording.Streams[0].Info.Channels[0].Kind);
        Assert.Equal(["first note", "rat 7"], recording.Header.Fields.Where(f => f.IsPersonal).Select(f => f.Value));
    }

    [Fact]
    public void Missing_sample_numbers_are_gaps_in_every_stream()
    {
        // One whole block is missing, then a part of one.
        using var recording = Open("made.rhd", new IntanBytes { Number = r => r - 128 + (r >= 128 ? 128 : 0) + (r >= 256 ? 40 : 0) }.OneFile());
        Assert.Equal([(0L, 128L), (256, 128), (424, 128)], recording.Streams[0].Segments.Select(s => (s.FirstSampleIndex, s.SampleCount)));
        Assert.Equal([(0L, 32L), (64, 32), (106, 32)], recording.Streams[1].Segments.Select(s => (s.FirstSampleIndex, s.SampleCount)));
        Assert.Equal([(0L, 1L), (2, 2)], recording.Streams[2].Segments.Select(s => (s.FirstSampleIndex, s.SampleCount)));
        Assert.Equal([128, 40], recording.Gaps.Select(g => (int)Math.Round(g.Length.Seconds * 20_000)));
        Assert.Equal("-128", recording.Header.Fields.Single(f => f.Name == "first sample number").Value);
        Assert.Equal(50, recording.Streams[0].Markers[0].SampleIndex);
    }

    [Fact]
    public void Sample_numbers_may_wrap_around_and_stepping_back_is_said()
    {
        using var wrapped = Open("made.rhd", new IntanBytes { Number = r => unchecked(int.MaxValue - 100 + r) }.OneFile());
        Assert.Single(wrapped.Streams[0].Segments);
        Assert.Empty(wrapped.Warnings);
        using var back = Open("made.rhd", new IntanBytes { Number = r => r % 128 }.OneFile());
        Assert.Contains("step back or stand still at 2 places", Assert.Single(back.Warnings), StringComparison.Ordinal);
        Assert.Equal(384, back.Streams[0].SampleCount);
    }

    [Fact]
    public void Recordings_keep_the_contract()
    {
        new FormatContract(Format, new IntanBytes { Version = (1, 3), Blocks = 4, Number = r => r + (r >= 90 ? 7 : 0) }.OneFile()).Verify();
        new FormatContract(Format, new IntanBytes { IsStimulator = true }.OneFile()).Verify();
        new FormatContract(Format, "info.rhd", new IntanBytes().FilePerSignal()).Verify();
        new FormatContract(Format, "folder", new IntanBytes { IsStimulator = true }.FilePerChannel()).Verify();
    }

    [Fact]
    public void Sample_of_the_maker()
    {
        using var recording = Recording.Open(RecordedData.PathOf("spikes/intan_rhd/sampledata.rhd"));
        Assert.Equal([("amplifier", 32, 20_000.0, 40_320L), ("auxiliary input", 3, 5000, 10_080), ("supply voltage", 1, 1000 / 3.0, 672),
            ("temperature", 1, 1000 / 3.0, 672), ("analog input", 2, 20_000, 40_320), ("digital input", 2, 20_000, 40_320),
            ("digital output", 16, 20_000, 40_320)],
            recording.Streams.Select(s => (s.Info.Name, s.Info.ChannelCount, s.Info.RateHz!.Value, s.SampleCount)));
        Assert.Equal([-1.755f, 2.535f, -2.145f], recording.Streams[0].Read(0, 1)[..3]);
        Assert.Equal([0.78f, 1.17f, 3.9f], recording.Streams[0].Read(40_319, 1)[..3]);
        Assert.Equal([499_963.2f, 999_963.8f, 1_999_965f], recording.Streams[1].Read(10_079, 1));
        Assert.Equal((3_299_951.6f, 25f), (recording.Streams[2].Read(0, 1)[0], recording.Streams[3].Read(671, 1)[0]));
        var amplifiers = recording.Streams[0].Read(0, 40_320);
        Assert.Equal(-0.17056696, amplifiers.Where((_, i) => i % 32 == 0).Average(v => (double)v), 1e-6);
        Assert.Empty(recording.Markers);
        Assert.Empty(recording.Warnings);
    }

    private static void AssertAmplifiers(Recording recording, int rows)
    {
        var expected = Enumerable.Range(0, rows).SelectMany(r => new[] { (float)(0.195 * r), (float)(0.195 * (r - 100)) });
        Assert.All(expected.Zip(Whole(recording, "amplifier")), p => Assert.Equal(p.First, p.Second, 1e-3f));
        Assert.Equal(0.195, recording.Streams[0].Scales[1].Gain);
    }

    private static void AssertPulses(Recording recording, int rows)
    {
        var lines = Whole(recording, "digital input");
        Assert.Equal([1f, 0f, 0f, 1f], [lines[100], lines[101], lines[200], lines[201]]);
        Assert.Equal([(50, "lever", 10), (100, "DIGITAL-IN-03", rows - 100)], recording.Markers.Where(m => m.Kind == "digital input")
            .Select(m => ((int)Math.Round(m.Onset.Seconds * 20_000), m.Label, (int)Math.Round(m.Length!.Value.Seconds * 20_000))));
    }

    private static void AssertStimulation(Recording recording, int rows)
    {
        var currents = Whole(recording, "stimulation");
        Assert.Equal((rows * 2, "A"), (currents.Length, recording.Streams[2].Info.Channels[0].Unit));
        Assert.Equal([7e-6f, -5e-6f, 0f, -5e-6f], [currents[24], currents[25], currents[26], currents[39]]);
        Assert.Equal(("compliance limit", "A-001", 15, 5), recording.Markers.Where(m => m.Kind == "stimulation")
            .Select(m => (m.Label, m.Channel, (int)Math.Round(m.Onset.Seconds * 20_000), (int)Math.Round(m.Length!.Value.Seconds * 20_000))).Single());
        var direct = Whole(recording, "direct-coupled amplifier");
        Assert.Equal([0f, -19_230f, -19_230f, -38_460f], direct[..4]);
    }

    private static float[] Whole(Recording recording, string name)
    {
        var stream = recording.Streams.Single(s => s.Info.Name == name);
        return stream.Read(0, (int)stream.SampleCount);
    }

    private static RecordingFiles InMemory(string name, Dictionary<string, byte[]> files) =>
        RecordingFiles.InMemory(name, files.ToDictionary(f => f.Key, f => (ReadOnlyMemory<byte>)f.Value));

    private static Recording Open(string name, byte[] file) => Format.Open(RecordingFiles.InMemory(name, file));
}
