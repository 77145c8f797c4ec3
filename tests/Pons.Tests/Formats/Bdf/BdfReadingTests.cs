using Pons.Contracts;
using Pons.Formats;
using Pons.Formats.Bdf;
using Pons.Formats.Edf;
using Pons.Streams;

namespace Pons.Tests.Formats.Bdf;

public sealed class BdfReadingTests
{
    private static Recording Open(byte[] file) => new BdfFormat().Open(RecordingFiles.InMemory("made.bdf", file));

    /// <summary>A made file with a Status signal; the numbers of its three records of four samples are given.</summary>
    private static EdfBytes WithStatus(params int[] status) => new()
    {
        IsBdf = true,
        Reserved = "24BIT",
        Annotations = null,
        Signals = [new("Cz", 4, "uV", "-262144", "262143", "-8388608", "8388607"),
            new("Status", 4, "Boolean", "-8388608", "8388607", "-8388608", "8388607")],
        Sample = (signal, n) => signal == 0 ? n : status[n],
    };

    /// <summary>Sums and first values agree with MNE-Python 1.3.0; for the Status signal and files of several rates with NumPy 1.24.</summary>
    [Theory]
    [InlineData("edf_bdf/test.bdf", "2048 Hz", 73, 2048, -14874371857.87811, 14660.58228502, 12457.18010635, 10406.18389608)]
    [InlineData("edf_bdf/test_bdf_stim_channel.bdf", "500 Hz", 4, 5000, 370610477.65866745, 9081.94860887, 16728.79850976, 7399.91383135)]
    [InlineData("edf_bdf/test_generator.bdf", "1000 Hz", 1, 30000, 0, 31.41063639)]
    [InlineData("edf_bdf/test_generator.bdf", "800 Hz", 1, 24000, -12006002.144694459, 999.99964237)]
    [InlineData("edf_bdf/test_generator.bdf", "500 Hz", 1, 15000, -3744000.018954278, -962.66650931)]
    [InlineData("edf_bdf/test_generator.bdf", "975 Hz", 1, 29250, 468213.42624505894, 108.28310897)]
    [InlineData("edf_bdf/test_generator.bdf", "999 Hz", 1, 29970, -126675.16462058813, -627.7998464)]
    [InlineData("malformed/record_count_minus_one.bdf", "256 Hz", 17, 15360, 28112075550.127342, -526.60940639, -594.85941046, -124.35938241)]
    public void Samples_equal_those_of_the_reference_reader(
        string file, string name, int channels, int samples, double sum, params double[] first)
    {
        using var recording = Recording.Open(RecordedData.PathOf($"formats/{file}"));
        var stream = Assert.Single(recording.Streams, s => s.Info.Name == name);
        Assert.Equal((channels, samples, SampleType.Int24), (stream.Info.ChannelCount, (int)stream.SampleCount, stream.StoredAs));
        var (values, wide) = (stream.Read(0, samples), new double[samples * channels]);
        stream.Read(0, wide);
        Assert.Equal(sum, wide.Sum(), Math.Abs(sum) * 1e-12 + 1e-6);
        for (var i = 0; i < first.Length; i++) Assert.Equal(first[i], wide[i], 1e-8);
        Assert.Equal(values, wide.Select(v => (float)v));
    }

    [Fact]
    public void Triggers_of_the_Status_signal_are_markers()
    {
        using var recording = Recording.Open(RecordedData.PathOf("formats/edf_bdf/test_bdf_stim_channel.bdf"));
        Assert.Equal([(242, "4"), (310, "2"), (952, "1"), (1606, "1"), (2249, "1"), (2900, "1"), (3537, "1"), (4162, "1"), (4790, "1")],
            recording.Streams[0].Markers.Select(m => ((int)m.SampleIndex, m.Label)));
        Assert.All(recording.Markers, m => Assert.Equal("Status", m.Kind));
        Assert.Equal(ChannelKind.Trigger, recording.Streams[0].Info.Channels[3].Kind);
        Assert.Empty(recording.Warnings);
    }

    [Fact]
    public void Recording_of_an_ActiveTwo_says_its_mode()
    {
        using var recording = Recording.Open(RecordedData.PathOf("formats/edf_bdf/test.bdf"));
        Assert.Equal("BDF", recording.Header.Format);
        Assert.Equal(new DateTime(2013, 8, 1, 13, 21, 46), recording.Header.StartTime);
        Assert.Equal([("device by Status", "ActiveTwo Mk2"), ("speed mode by Status", "4")],
            recording.Header.Fields.Select(f => (f.Name, f.Value)));
        var marker = Assert.Single(recording.Markers);
        Assert.Equal("128", marker.Label);
        Assert.Equal(589 / 2048.0, marker.Onset.Seconds, 1e-9);
        Assert.Empty(recording.Warnings);
    }

    [Fact]
    public void Recording_that_was_not_closed_is_read_by_its_size()
    {
        using var recording = Recording.Open(RecordedData.PathOf("formats/malformed/record_count_minus_one.bdf"));
        Assert.Equal(60, recording.Header.DurationSeconds);
        Assert.Contains("The number of data records is −1, so the recorder did not close the file: 60 by its size; "
            + "its true end is unknown.", recording.Warnings);
        Assert.Equal(40, recording.Markers.Length);
        Assert.All(recording.Markers, m => Assert.Equal("255", m.Label));
        Assert.Equal(414, recording.Streams[0].Markers[0].SampleIndex);
    }

    [Fact]
    public void Made_recording_with_annotations_keeps_the_contract() => new FormatContract(new BdfFormat(), new EdfBytes
    {
        IsBdf = true,
        Reserved = "EDF+D",
        AnnotationSamples = 30,
        Annotations = r => EdfBytes.Tal($"+{r + (r == 2 ? 3 : 0)}\u0014\u0014\0+{r}.5\u0015{r}\u0014note {r}\u0014\0"),
    }).Verify();

    [Theory]
    [InlineData("formats/edf_bdf/test_bdf_stim_channel.bdf")]
    [InlineData("formats/edf_bdf/test_generator.bdf")]
    public void Recorded_files_keep_the_contract(string file) =>
        new FormatContract(new BdfFormat(), File.ReadAllBytes(RecordedData.PathOf(file))).Verify();

    [Fact]
    public void Twenty_four_bits_are_read_with_their_sign()
    {
        int[] numbers = [0, 1, -1, 8388607, -8388608, 65536, -65537, 255, 256, 4660, -4660, 1193046];
        using var recording = Open(new EdfBytes
        {
            IsBdf = true,
            Signals = [new("Temp", 4, "degC", "-8388608", "8388607", "-8388608", "8388607")],
            Sample = (_, n) => numbers[n],
        });
        Assert.Equal("BDF+C", recording.Header.Format);
        Assert.Equal(numbers.Select(n => (float)n), recording.Streams[0].Read(0, 12));
        Assert.Empty(recording.Warnings);
    }

    [Fact]
    public void Rising_inputs_are_triggers_and_falling_ones_are_not()
    {
        using var recording = Open(WithStatus(5, 5, 0, 4, 6, 2, 1, 1, 0xFFFF, 0, 0, 3));
        Assert.Equal([(3, "4"), (4, "6"), (6, "1"), (8, "65535"), (11, "3")],
            recording.Streams[0].Markers.Select(m => ((int)m.SampleIndex, m.Label)));
        Assert.Empty(recording.Warnings);
        Assert.Empty(recording.Header.Fields);
    }

    [Fact]
    public void System_bits_that_spoil_signals_are_said_and_are_no_triggers()
    {
        const int Good = 1 << 20 | 1 << 17, Out = 1 << 17, Low = Good | 1 << 22;
        using var recording = Open(WithStatus(Good, Good, Out, Out, Out, Good, Good, Low, Low, Good, Good | 7, Good));
        Assert.Equal("7", Assert.Single(recording.Markers).Label);
        Assert.Equal(["CMS was out of range for 0.75 s, first at 0.5 s of what is stored: signals are not to be trusted there.",
            "The battery was low for 0.5 s, first at 1.75 s of what is stored."], recording.Warnings);
        Assert.Equal(new HeaderField("speed mode by Status", "1"), Assert.Single(recording.Header.Fields));
    }

    [Fact]
    public void Triggers_behind_a_gap_keep_their_time()
    {
        using var recording = Open(WithStatus(0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 2, 0) with
        {
            Reserved = "EDF+D",
            Annotations = r => EdfBytes.Tal(r == 2 ? "+7\u0014\u0014\0" : $"+{r}\u0014\u0014\0"),
        });
        Assert.Equal([("1", 1.25m), ("2", 7.5m)], recording.Markers.Select(m => (m.Label, m.Onset.Nanoseconds * 0.000000001m)));
        Assert.Equal([5, 30], recording.Streams[0].Markers.Select(m => (int)m.SampleIndex));
    }

    [Fact]
    public void Status_that_never_stops_rising_counts_something_else()
    {
        var scan = new BioSemiStatus();
        for (var n = 0; n < 2_100_000; n++) scan.Add(n & 1, n, 1);
        var warnings = new List<string>();
        scan.Report(100, [], warnings);
        Assert.Empty(scan.Triggers);
        Assert.Contains("rises more than 1000000 times", Assert.Single(warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Trigger_signal_of_EDF_is_samples_and_no_markers()
    {
        using var recording = new EdfFormat().Open(RecordingFiles.InMemory("made.edf",
            new EdfBytes { Annotations = null, Reserved = "", Signals = [new("Status", 4)], Sample = (_, n) => n % 2 }.ToBytes()));
        Assert.Equal(ChannelKind.Trigger, recording.Streams[0].Info.Channels[0].Kind);
        Assert.Empty(recording.Markers);
    }

    [Fact]
    public void Each_format_knows_its_own_first_bytes()
    {
        Assert.IsType<BdfFormat>(RecordingFormat.Of(RecordingFiles.InMemory("x.edf", new EdfBytes { IsBdf = true }.ToBytes())));
        Assert.IsType<EdfFormat>(RecordingFormat.Of(RecordingFiles.InMemory("x.bdf", new EdfBytes().ToBytes())));
        var fault = Assert.Throws<RecordingFormatException>(() => Open(new EdfBytes()));
        Assert.Contains("The version field is '0' instead of 'ÿBIOSEMI'", fault.What, StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_beyond_24_bits_in_the_limits_are_said()
    {
        using var recording = Open(new EdfBytes { IsBdf = true, Signals = [new("Cz", 4, "uV", "-1", "1", "-8388609", "8388607")] });
        Assert.Contains(recording.Warnings, w => w.Contains("lie outside 24 bits", StringComparison.Ordinal));
    }
}
