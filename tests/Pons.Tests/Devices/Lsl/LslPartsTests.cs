using System.Text;
using Pons.Devices;
using Pons.Devices.Lsl;
using Pons.Streams;

namespace Pons.Tests.Devices.Lsl;

public sealed class LslPartsTests
{
    [Fact]
    public void Stream_infos_are_read_as_they_were_written()
    {
        var info = new LslStreamInfo("Amp <1>", "EEG", 2, SampleType.Int16, 512.5)
        {
            SourceId = "a'b\"c",
            CreatedAtSeconds = 12345.6789,
            Uid = "u",
            HostName = "h",
            V4DataPort = 1,
            V4ServicePort = 2,
            V6DataPort = 3,
            V6ServicePort = 4,
            Description = LslChannels.Describe([new("C3"), new("Cz", Unit: "V")], "EEG"),
        };
        var full = LslStreamInfo.Parse(info.ToXml(isFull: true), "test");
        Assert.Equal(info.Description!.ToString(), full.Description!.ToString());
        Assert.Equal(info with { Description = null }, full with { Description = null });
        Assert.Null(LslStreamInfo.Parse(info.ToXml(isFull: false), "test").Description);
    }

    [Theory]
    [InlineData("<uid>u</uid>", "", "uid")]
    [InlineData("<channel_count>2</channel_count>", "<channel_count>-1</channel_count>", "channel_count")]
    [InlineData("<channel_count>2</channel_count>", "<channel_count>99999999</channel_count>", "channel_count")]
    [InlineData("<nominal_srate>100</nominal_srate>", "<nominal_srate>NaN</nominal_srate>", "nominal_srate")]
    [InlineData("<channel_format>float32</channel_format>", "<channel_format>float16</channel_format>", "float16")]
    [InlineData("<v4data_port>0</v4data_port>", "<v4data_port>70000</v4data_port>", "70000")]
    [InlineData("<?xml version=\"1.0\"?>", "<!DOCTYPE info [<!ENTITY a \"b\">]>", "DTD")]
    public void Infos_that_cannot_be_are_refused(string part, string instead, string expected)
    {
        var xml = new LslStreamInfo("n", "t", 2, SampleType.Float32, 100) { Uid = "u" }.ToXml(isFull: false);
        Assert.Contains(part, xml);
        Assert.Contains(expected, Assert.Throws<DeviceException>(() => LslStreamInfo.Parse(xml.Replace(part, instead, StringComparison.Ordinal), "test")).Message);
    }

    [Fact]
    public void Elements_nested_without_end_are_refused()
    {
        var xml = "<info><desc>" + string.Concat(Enumerable.Repeat("<a>", 5000)) + string.Concat(Enumerable.Repeat("</a>", 5000)) + "</desc></info>";
        Assert.Contains("levels deep", Assert.Throws<DeviceException>(() => LslStreamInfo.Parse(xml, "test")).Message);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("session_id='default'", true)]
    [InlineData("session_id='default' and name='Amp'", true)]
    [InlineData("name='Other' or starts-with(type,'E')", true)]
    [InlineData("not(name='Amp')", false)]
    [InlineData("count(desc/channels/channel)=2", true)]
    [InlineData("desc/channels/channel[1]/label='C3'", true)]
    [InlineData("contains(source_id,'7')", true)]
    [InlineData("this is no predicate", false)]
    [InlineData("//*[//*[//*]]", false)]
    [InlineData("//*//*//*='x'", false)]
    public void Predicates_are_evaluated_within_bounds(string predicate, bool expected)
    {
        var info = new LslStreamInfo("Amp", "EEG", 2, SampleType.Float32, 100) { Uid = "u", SourceId = "id7", Description = LslChannels.Describe([new("C3"), new("C4")], "EEG") };
        Assert.Equal(expected, LslPredicate.Holds(predicate, info.ToElement(isFull: true)));
    }

    [Theory]
    [InlineData("it's")]
    [InlineData("\"quoted\"")]
    [InlineData("both ' and \"")]
    public void Any_name_can_be_asked_for(string name)
    {
        var info = new LslStreamInfo(name, "", 1, SampleType.Text) { Uid = "u" };
        Assert.True(LslPredicate.Holds(LslPredicate.Of("default", ("name", name)), info.ToElement(isFull: false)));
        Assert.False(LslPredicate.Holds(LslPredicate.Of("default", ("name", name + "x")), info.ToElement(isFull: false)));
    }

    [Theory]
    [InlineData("LSL:shortinfo\r\nname='a'\r\n1234 99\r\n", "name='a'", 1234)]
    [InlineData("LSL:shortinfo\n\n16571 abc", "", 16571)]
    [InlineData("LSL:shortinfo\r\nname='a'\r\n99999 99\r\n", null, 0)]
    [InlineData("LSL:shortinfo\r\n", null, 0)]
    [InlineData("hello", null, 0)]
    public void Queries_are_read(string text, string? predicate, int port)
    {
        var query = LslQuery.Parse(Encoding.ASCII.GetBytes(text));
        Assert.Equal(predicate, query?.Predicate);
        if (query is { } q) Assert.Equal(port, q.ReturnPort);
    }

    [Fact]
    public void Clocks_are_read_by_the_quickest_answer()
    {
        Assert.Equal((17, 5.5, 5.75), LslTimeMessage.Read(LslTimeMessage.Answer(LslTimeMessage.Ask(17, 1.25), 5.5, 5.75)));
        var probe = LslTimeService.ProbeOf(new("far"), 1, 101, 101.5, 2.5);
        Assert.Equal((101.25, 1.75, 0.5), (probe.Device.Seconds, probe.Host.Seconds, probe.Uncertainty.Seconds));
        Assert.Equal(-99.5, probe.CorrectionSeconds, 1e-9);
        Assert.Null(LslTimeMessage.Answer("LSL:timedata\r\nx y\r\n"u8, 0, 0));
    }

    [Fact]
    public void Settings_are_those_of_the_configuration_file()
    {
        var settings = LslSettingsFile.Read(
            """
            [ports] ; where
            MulticastPort = 17000
            BasePort = 17001
            PortRange = 8
            IPv6 = disable
            [multicast]
            ResolveScope = link
            [lab]
            KnownPeers = {10.0.0.1, amp.local}
            SessionID = room2
            [tuning]
            TimeProbeCount = 3
            """, "lsl_api.cfg");
        Assert.Equal((17000, 17001, 8, false, 1, "room2"), (settings.DiscoveryPort, settings.BasePort, settings.PortRange, settings.UsesIPv6, settings.TimeToLive, settings.SessionId));
        Assert.Equal(["10.0.0.1", "amp.local"], settings.KnownPeers);
        Assert.Contains("'many'", Assert.Throws<DeviceException>(() => LslSettingsFile.Read("[ports]\nPortRange = many", "x")).Message);
    }

    [Fact]
    public void Loss_is_seen_on_stamps_like_a_ruler_and_not_in_jitter()
    {
        var ruler = new LslStampWatch(100);
        for (var i = 0; i < 50; i++) Assert.Equal(0, ruler.Next(5 + i / 100.0));
        Assert.Equal(1, ruler.Next(5.51));
        Assert.Equal(30, ruler.Next(5.82));
        Assert.Equal(0, ruler.Next(2));
        Assert.True(ruler.HasRestarted);

        var (jittered, random) = (new LslStampWatch(100), new Random(3));
        for (var i = 0; i < 5000; i++) Assert.Equal(0, jittered.Next(i / 100.0 + random.NextDouble() * 0.03));
        Assert.Equal(200, jittered.Next(52), 3.0);
    }

    [Fact]
    public void Volts_become_microvolts_and_the_description_says_so()
    {
        var info = new LslStreamInfo("v", "EEG", 2, SampleType.Float32, 100) { Uid = "u", Description = LslChannels.Describe([new("C3", Unit: "volts"), new("T", Unit: "degree")], "EEG") };
        Assert.Equal([1e6f, 1], LslChannels.Scales(info));
        var stream = LslChannels.StreamOf(info, new("c"));
        Assert.Equal(["µV", "degree"], stream.Info.Channels.Select(c => c.Unit));
        Assert.Equal(["microvolts", "degree"], stream.Description!.Descendants("unit").Select(u => u.Value));
    }
}
