using System.Text;
using Pons.Contracts;
using Pons.Formats;
using Pons.Formats.RawBinary;
using Pons.Streams;

namespace Pons.Tests.Formats.RawBinary;

public sealed class RawBinaryTests
{
    private const string Json = "{ \"sample_rate\": 1000.0, \"shape\": [-1, 2], \"dtype\": \"int16\" }";

    private const string Phy = "dat_path = ['C:\\\\somewhere\\\\a.dat', r'b.dat']  # two files\r\nn_channels_dat = 2\ndtype = 'int16'\noffset = 4\n"
        + "sample_rate = 25000.\nhp_filtered = False\n";

    private static readonly RawBinaryFormat Format = new();

    [Theory]
    [InlineData("x.raw", "info.json")]
    [InlineData("info.json", "info.json")]
    [InlineData("x.raw", "x.json")]
    [InlineData("x.json", "x.json")]
    [InlineData("x.raw", "x.raw.json")]
    public void The_numbers_or_their_description_may_be_named(string name, string description)
    {
        using var recording = Open(name, new() { ["x.raw"] = Numbers(100), [description] = Encoding.UTF8.GetBytes(Json) });
        var stream = Assert.Single(recording.Streams);
        Assert.Equal((1000.0, 50L, SampleType.Int16), (stream.Info.RateHz!.Value, stream.SampleCount, stream.StoredAs));
        Assert.Equal([("Ch1", "digital"), ("Ch2", "digital")], stream.Info.Channels.Select(c => (c.Label, c.Unit)));
        Assert.Equal([98f, 99f], stream.Read(49, 1));
        Assert.Empty(stream.Scales);
        Assert.Contains("does not say what a number stands for", Assert.Single(recording.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("params.py")]
    [InlineData("a.dat")]
    [InlineData("b.dat")]
    public void Parameters_of_phy_are_read_as_text_and_lead_to_all_files(string name)
    {
        using var recording = Open(name, new() { ["params.py"] = Encoding.UTF8.GetBytes(Phy), ["a.dat"] = Numbers(10), ["b.dat"] = Numbers(6) });
        var stream = Assert.Single(recording.Streams);
        Assert.Equal((25_000.0, 6L), (stream.Info.RateHz!.Value, stream.SampleCount));
        Assert.Equal([2f, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5], stream.Read(0, 6));
        Assert.Equal("False", recording.Header.Fields.Single(f => f.Name == "hp_filtered").Value);
        Assert.True(recording.Header.Fields.Single(f => f.Name == "dat_path").IsPersonal);
    }

    [Fact]
    public void Gain_names_and_byte_order_are_used()
    {
        using var recording = Open("x.raw", new()
        {
            ["x.raw"] = [0x01, 0x00, 0xFF, 0xFE],
            ["x.json"] = "{\"fs\":10,\"num_channels\":2,\"dtype\":\">i2\",\"gain_to_uV\":0.195,\"channel_names\":[\"Cz\",\"probe\"]}"u8.ToArray(),
        });
        var stream = recording.Streams[0];
        Assert.Equal([("Cz", "µV"), ("probe", "µV")], stream.Info.Channels.Select(c => (c.Label, c.Unit)));
        Assert.Equal([(float)(256 * 0.195), (float)(-2 * 0.195)], stream.Read(0, 1));
        Assert.Equal(0.195, stream.Scales[0].Gain);
        Assert.Empty(recording.Warnings);
    }

    [Fact]
    public void Without_a_description_nothing_is_recognised_and_opening_says_what_to_put_beside()
    {
        var files = InMemory("x.dat", new() { ["x.dat"] = Numbers(10), ["other.json"] = Encoding.UTF8.GetBytes(Json) });
        Assert.False(Format.Recognise(files));
        var refused = Assert.Throws<RecordingFormatException>(() => Format.Open(files));
        Assert.Contains("holds bare numbers, and nothing beside it describes them", refused.Message, StringComparison.Ordinal);
        Assert.Contains("x", refused.File, StringComparison.Ordinal);
        Assert.Contains("\"num_channels\": 4", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Faults_are_named()
    {
        Refused(Json.Replace("int16", "int13", StringComparison.Ordinal), "of the type 'int13'");
        Refused(Json.Replace("1000.0", "0", StringComparison.Ordinal), "The sampling rate is '0'");
        Refused(Json.Replace("[-1, 2]", "0", StringComparison.Ordinal), "The number of channels is '0'");
        Refused(Json.Replace("}", ", \"offset\": 9999 }", StringComparison.Ordinal), "said to begin at byte 9999; the file has 20");
        Refused(Json.Replace("}", ", \"data_file\": \"y.raw\" }", StringComparison.Ordinal), "The file 'y.raw' is not there", "info.json");
        using var torn = Open("x.raw", new() { ["x.raw"] = Numbers(5), ["info.json"] = Encoding.UTF8.GetBytes(Json) });
        Assert.Contains("2 bytes at its end make no whole sample", torn.Warnings[0], StringComparison.Ordinal);
        var two = Assert.Throws<RecordingFormatException>(() => Open("info.json", new()
        {
            ["x.raw"] = Numbers(5),
            ["y.raw"] = Numbers(5),
            ["info.json"] = Encoding.UTF8.GetBytes(Json),
        }));
        Assert.Contains("2 files of numbers stand beside the description", two.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Made_recordings_keep_the_contract()
    {
        new FormatContract(Format, "info.json", new Dictionary<string, byte[]> { ["x.raw"] = Numbers(400), ["info.json"] = Encoding.UTF8.GetBytes(Json) }).Verify();
        new FormatContract(Format, "params.py", new Dictionary<string, byte[]>
        {
            ["a.dat"] = Numbers(50),
            ["b.dat"] = Numbers(70),
            ["params.py"] = Encoding.UTF8.GetBytes(Phy),
        }).Verify();
    }

    [Fact]
    public void Damaged_recordings_open_or_are_refused()
    {
        FormatDamage.Survive(Format, "x.raw", new Dictionary<string, byte[]> { ["x.raw"] = Numbers(40), ["info.json"] = Encoding.UTF8.GetBytes(Json) }, 1000, 51);
        FormatDamage.Survive(Format, "params.py", new Dictionary<string, byte[]>
        {
            ["a.dat"] = Numbers(20),
            ["b.dat"] = Numbers(20),
            ["params.py"] = Encoding.UTF8.GetBytes(Phy),
        }, 1000, 52);
    }

    [Theory]
    [InlineData("locust_trial_01.raw")]
    [InlineData("info.json")]
    public void Locust_tetrode(string name)
    {
        using var recording = Recording.Open(RecordedData.PathOf($"spikes/locust_raw/{name}"));
        var stream = Assert.Single(recording.Streams);
        Assert.Equal((4, 15_000.0, 431_548L), (stream.Info.ChannelCount, stream.Info.RateHz!.Value, stream.SampleCount));
        Assert.Equal([2237f, 2079, 2125, 2069], stream.Read(0, 1));
        Assert.Equal([1994f, 2032, 2058, 2063], stream.Read(431_547, 1));
    }

    [Fact]
    public void Absent_samples_of_phy_and_numbers_without_description()
    {
        var refused = Assert.Throws<RecordingFormatException>(() => Recording.Open(RecordedData.PathOf("spikes/phy_template/params.py")));
        Assert.Contains("The file 'sim_binary.dat' is not there", refused.Message, StringComparison.Ordinal);
        Assert.False(Format.Recognise(RecordingFiles.At(RecordedData.PathOf("spikes/phy_kwik/test-4ch-1s.dat"))));
    }

    private static void Refused(string json, string message, string name = "x.raw") => Assert.Contains(message, Assert.Throws<RecordingFormatException>(
        () => Open(name, new() { ["x.raw"] = Numbers(10), ["info.json"] = Encoding.UTF8.GetBytes(json) })).Message, StringComparison.Ordinal);

    private static byte[] Numbers(int count) => [.. Enumerable.Range(0, count).SelectMany(n => BitConverter.GetBytes((short)n))];

    private static Recording Open(string name, Dictionary<string, byte[]> files) => Format.Open(InMemory(name, files));

    private static RecordingFiles InMemory(string name, Dictionary<string, byte[]> files) =>
        RecordingFiles.InMemory(name, files.ToDictionary(f => f.Key, f => (ReadOnlyMemory<byte>)f.Value));
}
