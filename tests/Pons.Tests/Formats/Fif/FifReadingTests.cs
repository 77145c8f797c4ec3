using Pons.Contracts;
using Pons.Formats;
using Pons.Formats.Fif;
using Pons.Streams;

namespace Pons.Tests.Formats.Fif;

public sealed class FifReadingTests
{
    private static readonly FifFormat Format = new();

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(16)]
    public void Every_type_of_number_keeps_the_contract(int type) => new FormatContract(Format, FifBytes.Recording(type)).Verify();

    [Fact]
    public void Split_recording_keeps_the_contract() => new FormatContract(Format, "run_raw.fif", Split()).Verify();

    [Theory]
    [InlineData(2, SampleType.Int16)]
    [InlineData(3, SampleType.Int32)]
    [InlineData(4, SampleType.Float32)]
    [InlineData(5, SampleType.Float64)]
    public void Samples_are_scaled_to_microvolts_and_to_the_unit_of_the_file(int type, SampleType stored)
    {
        using var recording = Open(FifBytes.Recording(type));
        var stream = Assert.Single(recording.Streams);
        Assert.Equal(stored, stream.StoredAs);
        Assert.Equal(["µV", "T", ""], stream.Info.Channels.Select(c => c.Unit));
        Assert.Equal([ChannelKind.Eeg, ChannelKind.Other, ChannelKind.Trigger], stream.Info.Channels.Select(c => c.Kind));
        var samples = new double[16 * 3];
        stream.Read(0, samples);
        Assert.Equal([.. Enumerable.Range(0, 16).SelectMany(n => new double[]
            { FifBytes.Number(n, 0), 2.0 * FifBytes.Number(n, 1), FifBytes.Number(n, 2) })], samples);
        Assert.Equal(type is 2 or 3 ? 3 : 0, stream.Scales.Length);
        Assert.All(stream.Scales.Take(1), s => Assert.Equal((1.0, 0.0), (s.Gain, s.Offset)));
    }

    [Fact]
    public void Header_keeps_time_filters_and_place()
    {
        using var recording = Open(FifBytes.Recording(firstSample: 200));
        var header = Assert.IsType<FifHeader>(recording.Header);
        Assert.Equal(new DateTime(2001, 9, 9, 1, 46, 42, 250), header.StartTime);
        Assert.Equal((200, 0.16), (header.FirstSample, header.DurationSeconds));
        var detail = recording.Streams[0].Details[0];
        Assert.Equal((0.1, 40.0), (Math.Round(detail.HighPassHz!.Value, 6), detail.LowPassHz));
        Assert.Equal((0, 0.02, 0.1), detail.LocationMetres);
        var position = recording.Streams[0].Info.Channels[0].Position!.Value;
        Assert.Equal(1, position.X * position.X + position.Y * position.Y + position.Z * position.Z, 1e-12);
        Assert.Null(recording.Streams[0].Info.Channels[1].Position);
    }

    [Fact]
    public void Person_experimenter_and_points_are_kept_and_marked_as_personal()
    {
        using var recording = Open(FifBytes.Recording(info: f => f
            .Text(212, "A. Operator").Begin(106).Int(400, 7).Text(410, "H-77").Text(403, "Doe").Tag(404, 6, [0x00, 0x25, 0x45, 0xEC]).Int(405, 2)
            .End(106).Begin(107).Tag(213, 33, [0, 0, 0, 1, 0, 0, 0, 2, 0x3F, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]).End(107)
            .Begin(359).Text(3507, "Cz:MISC 1").End(359)));
        var header = Assert.IsType<FifHeader>(recording.Header);
        Assert.Equal("subject id 7, hospital id H-77, last name Doe, birthday 1975-11-15, sex female", header.Subject);
        Assert.All(new[] { "experimenter", "hospital id", "last name", "birthday", "file id" },
            name => Assert.True(header.Fields.Single(f => f.Name == name).IsPersonal));
        Assert.Equal(new FifPoint(1, 2, 1, 0, 0), Assert.Single(header.Points));
        Assert.Equal(["Cz", "MISC 1"], header.BadChannels);
    }

    [Fact]
    public void Rising_codes_of_the_stimulus_channel_become_markers()
    {
        using var recording = Open(FifBytes.Recording());
        Assert.Equal([(50.0, "3", "STI 014"), (90.0, "8", "STI 014")],
            recording.Markers.Select(m => (m.Onset.Milliseconds, m.Label, m.Kind)));
    }

    [Fact]
    public void Annotations_count_from_the_start_of_the_acquisition()
    {
        using var recording = Open(FifBytes.Recording(firstSample: 100, after: f => f
            .Begin(3810).Float(3568, 1.02f, 1.5f).Float(3569, 1.02f, 1.75f).Text(206, "BAD{COLON}eye:note").End(3810)));
        var annotations = recording.Markers.Where(m => m.Kind == "annotation").ToList();
        Assert.Equal(["BAD:eye", "note"], annotations.Select(m => m.Label));
        Assert.Equal(0.02, annotations[0].Onset.Seconds, 1e-6);
        Assert.Null(annotations[0].Length);
        Assert.Equal((0.5, 0.25), (Math.Round(annotations[1].Onset.Seconds, 6), annotations[1].Length!.Value.Seconds));
    }

    [Theory]
    [InlineData(301, 2, 8)]
    [InlineData(303, 5, 5)]
    public void A_skip_is_a_gap(int kind, int length, int missing)
    {
        using var recording = Open(FifBytes.Recording(between: f => f.Int(kind, length)));
        var stream = recording.Streams[0];
        Assert.Equal([(0L, 8L), (8 + missing, 8L)], stream.Segments.Select(s => (s.FirstSampleIndex, s.SampleCount)));
        Assert.Equal(missing, stream.MissingCount);
        Assert.Equal(0.08, Assert.Single(recording.Gaps).Start.Seconds, 1e-9);
        Assert.True(float.IsNaN(stream.Read(8, 1)[0]));
        Assert.Equal(80, stream.Read(8 + missing, 1)[0]);
        Assert.Equal(0.09 + missing * 0.01, recording.Markers[1].Onset.Seconds, 1e-9);
    }

    [Theory]
    [InlineData("run_raw.fif")]
    [InlineData("run_raw-1.fif")]
    public void Any_file_of_a_split_recording_leads_to_the_whole(string name)
    {
        using var recording = Format.Open(InMemory(name, Split()));
        var stream = Assert.Single(recording.Streams);
        Assert.Equal((40, 32, 8), (stream.SampleCount, stream.StoredCount, stream.MissingCount));
        Assert.Equal(stream.Read(0, 16), stream.Read(24, 16));
        Assert.Empty(recording.Warnings);
    }

    [Fact]
    public void A_missing_next_file_is_said()
    {
        var files = Split();
        files.Remove("run_raw-1.fif");
        using var recording = Format.Open(InMemory("run_raw.fif", files));
        Assert.Contains("'run_raw-1.fif', which is not there", Assert.Single(recording.Warnings), StringComparison.Ordinal);
        Assert.Equal(16, recording.Streams[0].SampleCount);
    }

    [Theory]
    [InlineData("a_raw.fif")]
    [InlineData("a-eve.fif")]
    public void Events_beside_take_the_place_of_the_stimulus_channel(string name)
    {
        using var recording = Format.Open(InMemory(name, new()
        {
            ["a_raw.fif"] = FifBytes.Recording(firstSample: 50),
            ["a-eve.fif"] = Events(),
        }));
        Assert.Equal([(0.01, "4"), (0.1, "left")], recording.Markers.Select(m => (m.Onset.Seconds, m.Label)));
        Assert.All(recording.Markers, m => Assert.Equal("event", m.Kind));
        Assert.Equal("a_raw.fif", recording.Header.File);
    }

    [Fact]
    public void Events_alone_are_refused_without_a_rate_and_opened_with_one()
    {
        var refused = Assert.Throws<RecordingFormatException>(() => Open(Events()));
        Assert.Contains("lists 2 events by their sample numbers and states no rate", refused.Message, StringComparison.Ordinal);
        using var recording = Open(Events(f => f.Float(201, 10)));
        Assert.Empty(recording.Streams);
        Assert.Equal([5100.0, 6000.0], recording.Markers.Select(m => m.Onset.Milliseconds));
    }

    private static byte[] Events(Action<FifBytes>? more = null)
    {
        var file = new FifBytes().Identity().Begin(361).Int(3561, 51, 0, 4, 60, 0, 1).Text(206, "left:1;right:2");
        more?.Invoke(file);
        return file.End(361).Tag(108, 0, [], -1).ToBytes();
    }

    private static Dictionary<string, byte[]> Split() => new()
    {
        ["run_raw.fif"] = FifBytes.Recording(3, after: f => f.Begin(118).Int(115, 2).Int(117, 1).End(118)),
        ["run_raw-1.fif"] = FifBytes.Recording(3, firstSample: 24,
            info: f => f.Begin(118).Int(115, 1).Text(118, "/home/someone/run_raw.fif").End(118)),
    };

    private static RecordingFiles InMemory(string name, Dictionary<string, byte[]> files) =>
        RecordingFiles.InMemory(name, files.ToDictionary(f => f.Key, f => (ReadOnlyMemory<byte>)f.Value));

    private static Recording Open(byte[] file) => Format.Open(RecordingFiles.InMemory("made.fif", file));
}
