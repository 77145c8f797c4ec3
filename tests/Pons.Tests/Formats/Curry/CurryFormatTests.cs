using System.Globalization;
using System.Text;
using Pons.Contracts;
using Pons.Formats;
using Pons.Formats.Curry;
using Pons.Streams;

namespace Pons.Tests.Formats.Curry;

/// <summary>Files of versions 7 and 8 made line by line, and a recording whose samples and events agree with MNE-Python 1.3.0.</summary>
public sealed class CurryFormatTests
{
    private const int Samples = 3000;

    private static float Value(int sample, int channel) => (channel + 1) * 10 + sample * 0.25f;

    private static string Parameters(string order = "SAMP", string format = "FLOAT", string extra = "", int samples = Samples,
        string frequency = "500", string start = "2015 3 19 8 4 11 250") => $"""
        DATA_PARAMETERS START
           DataByteOrder        = INTEL
           DataSampOrder        = {order}
           Comments             = for Ada
           FileVersion          =  800
           DataFormat           =  {format}
           NumSamples           =  {samples}
           NumTrials            =  1
           NumChannels          =  3
           NumLinesSkip         =  {(format == "ASCII" ? 1 : 0)}
           StartYear = {start.Split(' ')[0]}
           StartMonth = {start.Split(' ')[1]}
           StartDay = {start.Split(' ')[2]}
           StartHour = {start.Split(' ')[3]}
           StartMin = {start.Split(' ')[4]}
           StartSec = {start.Split(' ')[5]}
           StartMillisec = {start.Split(' ')[6]}
           SampleTimeUsec       =  2000
           SampleFreqHz         =  {frequency}
        DATA_PARAMETERS END

        DEVICE_PARAMETERS START
           DataUnit             = mV
        DEVICE_PARAMETERS END
        DEVICE_PARAMETERS_OTHERS START
           DataUnit             = fT
        DEVICE_PARAMETERS_OTHERS END
        {extra}
        """;

    private const string Labels = """
        LABELS START_LIST	# Do not edit!
        C3
        Ref
        Photo
        LABELS END_LIST
        LABELS_OTHERS START_LIST	# Do not edit!
        Trigger
        LABELS_OTHERS END_LIST
        SENSORS START_LIST	# Do not edit!
          71	-17.6	 116.7
          0	0	0
         -1	-23.3	 156.4
        SENSORS END_LIST
        LANDMARKS START_LIST
        1	2	3
        LANDMARKS END_LIST
        LM_REMARKS START_LIST
        Nasion
        LM_REMARKS END_LIST
        """;

    private const string Places = """
        CHAN_IN_FILE START_LIST	# Do not edit!
         3
         0
         1
        CHAN_IN_FILE END_LIST
        CHAN_IN_FILE_OTHERS START_LIST	# Do not edit!
         2
        CHAN_IN_FILE_OTHERS END_LIST
        """;

    private const string Events = """
        NUMBER_LIST START_LIST	# Do not edit!
          20	 0	 4	-1	 20	 45	 0
          10	 0	 7	-1	 10	 10	 0
        NUMBER_LIST END_LIST
        REMARK_LIST START_LIST	# Do not edit!
        spike, left

        REMARK_LIST END_LIST
        """;

    private static byte[] Floats(bool isChannelMajor = false) => [.. Enumerable.Range(0, Samples * 3).SelectMany(i => BitConverter.GetBytes(
        isChannelMajor ? Value(i % Samples, i / Samples) : Value(i / 3, i % 3)))];

    private static byte[] Text() => Encoding.ASCII.GetBytes("a line to skip\r\n" + string.Concat(Enumerable.Range(0, Samples).Select(s =>
        string.Join(' ', Enumerable.Range(0, 3).Select(c => Value(s, c).ToString(CultureInfo.InvariantCulture)))
            + (s % 7 == 0 ? "\r\n\r\n" : "\n"))));

    private static Dictionary<string, byte[]> Eight(string? parameters = null, byte[]? samples = null) => new(StringComparer.Ordinal)
    {
        ["made.cdt.dpa"] = Encoding.UTF8.GetBytes((parameters ?? Parameters()) + "\n" + Labels + "\n" + Places),
        ["made.cdt"] = samples ?? Floats(),
        ["made.cdt.cef"] = Encoding.UTF8.GetBytes(Events),
    };

    private static Dictionary<string, byte[]> Seven() => new(StringComparer.Ordinal)
    {
        ["made.dap"] = Encoding.UTF8.GetBytes(Parameters().Replace("NumSamples", "NUM_SAMPLES", StringComparison.Ordinal) + "\n" + Places),
        ["made.rs3"] = Encoding.UTF8.GetBytes(Labels),
        ["made.dat"] = Floats(),
        ["made.cef"] = Encoding.UTF8.GetBytes(Events),
    };

    private static Recording Open(Dictionary<string, byte[]> files, string? name = null) => new CurryFormat().Open(RecordingFiles.InMemory(
        name ?? files.Keys.First(), files.ToDictionary(f => f.Key, f => (ReadOnlyMemory<byte>)f.Value, StringComparer.Ordinal)));

    private static RecordingFormatException Refused(Dictionary<string, byte[]> files) =>
        Assert.Throws<RecordingFormatException>(() => Open(files));

    [Fact]
    public void Made_recordings_keep_the_contract()
    {
        new FormatContract(new CurryFormat(), "made.cdt.dpa", Eight()).Verify();
        new FormatContract(new CurryFormat(), "made.dap", Seven()).Verify();
        new FormatContract(new CurryFormat(), "made.cdt.dpa", Eight(Parameters(format: "ASCII"), Text())).Verify();
    }

    [Fact]
    public void Damaged_recordings_are_survived()
    {
        new FormatDamage(new CurryFormat(), "made.cdt.dpa", Eight()).Survive(1);
        new FormatDamage(new CurryFormat(), "made.dap", Seven()).Survive(2);
        new FormatDamage(new CurryFormat(), "made.cdt.dpa", Eight(Parameters(format: "ASCII"), Text())).Survive(3);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".dpa")]
    [InlineData(".cef")]
    public void Every_sample_of_a_recording_equals_the_reference(string suffix)
    {
        using var recording = Recording.Open(RecordedData.PathOf("formats/curry/test_bdf_stim_channel Curry 8.cdt" + suffix));
        var stream = Assert.Single(recording.Streams);
        Assert.Equal((500.0, 5000L), (stream.Info.RateHz!.Value, stream.SampleCount));
        Assert.Equal(["C3", "C4", "Cz"], stream.Info.Channels.Select(c => c.Label));
        Assert.Equal(165565096.7734375, stream.Read(0, 5000).Sum(v => (double)v), 1e-3);
        Assert.Equal([9081.9482421875f, 16728.798828125f, 7399.9140625f], stream.Read(0, 1));
        Assert.Equal((0.071, -0.0176, 0.1167), Rounded(stream.Details[0].LocationMetres));
        Assert.Equal([(242L, "4"), (243L, "50000"), (310L, "2"), (311L, "50000"), (952L, "1")],
            stream.Markers.Take(5).Select(m => (m.SampleIndex, m.Label)));
        Assert.Contains("is no date and time", Assert.Single(recording.Warnings), StringComparison.Ordinal);
        Assert.Contains(recording.Header.Fields, f => f is { Name: "DATA_PARAMETERS/FileHistory", IsPersonal: true });
    }

    [Fact]
    public void Samples_equal_those_of_the_recording_that_was_converted()
    {
        using var curry = Recording.Open(RecordedData.PathOf("formats/curry/test_bdf_stim_channel Curry 8.cdt"));
        Assert.SkipUnless(RecordingFormat.All.Any(f => f.Name.StartsWith("BDF", StringComparison.Ordinal)), "BDF is not read yet.");
        using var bdf = Recording.Open(RecordedData.PathOf("formats/edf_bdf/test_bdf_stim_channel.bdf"));
        var (converted, original) = (curry.Streams[0].Read(0, 5000), bdf.Streams[0].Read(0, 5000));
        var width = original.Length / 5000;
        for (var i = 0; i < converted.Length; i++) Assert.Equal(original[i / 3 * width + i % 3], converted[i], 0.01f);
    }

    [Fact]
    public void Labels_units_kinds_and_places_go_to_the_channels_of_the_file()
    {
        foreach (var files in new[] { Eight(), Seven() })
            foreach (var name in files.Keys)
            {
                using var recording = Open(files, name);
                var stream = recording.Streams[0];
                Assert.Equal([("Photo", "µV", ChannelKind.Eeg), ("Trigger", "fT", ChannelKind.Trigger), ("C3", "µV", ChannelKind.Eeg)],
                    stream.Info.Channels.Select(c => (c.Label, c.Unit, c.Kind)));
                Assert.Equal([10_000f, 20f, 30_000f, 10_250f, 20.25f, 30_250f], stream.Read(0, 2));
                Assert.Equal([(-0.001, -0.0233, 0.1564), null, (0.071, -0.0176, 0.1167)],
                    stream.Details.Select(d => Rounded(d.LocationMetres)));
                Assert.Equal(new DateTime(2015, 3, 19, 8, 4, 11, 250), recording.Header.StartTime);
                Assert.Contains(new HeaderField("Landmark Nasion (mm)", "1 2 3"), recording.Header.Fields);
                Assert.Equal("for Ada", recording.Header.Description);
                Assert.Empty(recording.Warnings);
            }
    }

    [Fact]
    public void Events_have_remarks_types_and_lengths()
    {
        using var recording = Open(Eight());
        Assert.Equal([("7", "", 0.02, null), ("spike, left", "4", 0.04, 0.05)],
            recording.Markers.Select(m => (m.Label, m.Kind, m.Onset.Seconds, m.Length?.Seconds)));
    }

    [Fact]
    public void Samples_written_as_text_are_the_same()
    {
        using var numbers = Open(Eight());
        using var text = Open(Eight(Parameters(format: "ASCII"), Text()));
        Assert.Equal(SampleType.Text, text.Streams[0].StoredAs);
        Assert.Equal(numbers.Streams[0].Read(0, Samples), text.Streams[0].Read(0, Samples));
        foreach (var first in new[] { 2990, 5, 1024, 1023, 2048, 0 })
            Assert.Equal(numbers.Streams[0].Read(first, 10), text.Streams[0].Read(first, 10));
    }

    [Fact]
    public void Text_without_its_numbers_names_the_line()
    {
        using var recording = Open(Eight(Parameters(format: "ASCII", samples: 2), Encoding.ASCII.GetBytes("skip\n1 2 3\n4 5\n")));
        var fault = Assert.Throws<RecordingFormatException>(() => recording.Streams[0].Read(0, 2));
        Assert.Contains("Line 2 of the samples has 2 numbers instead of 3", fault.What, StringComparison.Ordinal);
    }

    [Fact]
    public void Channels_one_after_the_other_are_the_same_and_said()
    {
        using var together = Open(Eight());
        using var apart = Open(Eight(Parameters("CHAN"), Floats(isChannelMajor: true)));
        Assert.Equal(together.Streams[0].Read(0, Samples), apart.Streams[0].Read(0, Samples));
        Assert.Contains("order CHAN", Assert.Single(apart.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Trials_are_marked_and_the_missing_time_is_said()
    {
        var trials = Parameters(samples: Samples / 3, extra: "EPOCH_LABELS START_LIST\nrare\nfrequent\nrare\nEPOCH_LABELS END_LIST")
            .Replace("NumTrials            =  1", "NumTrials = 3", StringComparison.Ordinal);
        using var recording = Open(Eight(trials));
        Assert.Equal([(0.0, "rare"), (2.0, "frequent"), (4.0, "rare")],
            recording.Markers.Where(m => m.Kind == "Trial").Select(m => (m.Onset.Seconds, m.Label)));
        Assert.Contains("time between them is not stated", Assert.Single(recording.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_and_contradicting_parts_are_named()
    {
        var files = Eight();
        files.Remove("made.cdt");
        Assert.Contains("'made.cdt' is not there", Refused(files).What, StringComparison.Ordinal);
        Assert.Contains("The rate is 250 Hz, but the time of a sample 2000 µs", Refused(Eight(Parameters(frequency: "250"))).What,
            StringComparison.Ordinal);
        var twice = Eight();
        twice["made.cdt.dpa"] = Encoding.UTF8.GetBytes(
            Encoding.UTF8.GetString(twice["made.cdt.dpa"]).Replace("\n 3\n", "\n 1\n", StringComparison.Ordinal));
        Assert.Contains("which 'C3' has already", Refused(twice).What, StringComparison.Ordinal);
    }

    [Fact]
    public void Cut_samples_are_said()
    {
        using var recording = Open(Eight(samples: Floats()[..^13]));
        Assert.Equal(Samples - 2, recording.Streams[0].SampleCount);
        Assert.Contains("promise 3000 samples; 'made.cdt' has 2998", Assert.Single(recording.Warnings), StringComparison.Ordinal);
    }

    private static (double, double, double)? Rounded((double X, double Y, double Z)? place) =>
        place is { } p ? (Math.Round(p.X, 6), Math.Round(p.Y, 6), Math.Round(p.Z, 6)) : null;
}
