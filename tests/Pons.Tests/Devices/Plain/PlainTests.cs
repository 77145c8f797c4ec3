using System.Text.Json;
using System.Text.Json.Nodes;
using Pons.Devices;
using Pons.Devices.Emulation;
using Pons.Devices.Plain;
using Pons.Streams;
using Pons.Tests.Cli;

namespace Pons.Tests.Devices.Plain;

public sealed class PlainTests : IDisposable
{
    private const string Small = """
        {"name":"Small","transport":"tcp","rateHz":100,"sampleType":"int16",
         "frame":{"bytes":8,"sync":"A5 5A","counterAt":2,"dataAt":3,"checksum":"sum","checksumAt":7},
         "channels":[{"label":"a","scale":0.5,"offset":1},{"label":"t","kind":"trigger"}]}
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string Example
    {
        get
        {
            var guide = File.ReadAllText(Path.Combine(RecordedData.Root(), "docs", "guides", "plain-devices.md"));
            var from = guide.IndexOf("```json", StringComparison.Ordinal) + 7;
            return guide[from..guide.IndexOf("```", from, StringComparison.Ordinal)];
        }
    }

    [Fact]
    public void Example_of_the_guide_is_read_and_fits_the_schema()
    {
        var description = PlainDescription.Parse(Example, "alder4.json");
        Assert.Equal((80, 75, 500), (description.Frame.Bytes, description.DataBytes, description.RateHz));
        Assert.Equal(ChannelKind.Trigger, description.Info(DeviceAddress.Parse("plain")).Channels[4].Kind);
        Assert.Empty(JsonSchema.Read("plain-device").Faults(JsonDocument.Parse(Example).RootElement));
    }

    [Fact]
    public void Frames_split_at_every_byte_with_damage_garbage_and_triggers()
    {
        var damaged = Frame(2, 100, 0);
        damaged[4] ^= 0x10;
        byte[] bytes = [1, 2, 0xA5, .. Frame(0, 2, 0), .. Frame(1, 0x5AA5, 3), .. damaged, .. Frame(3, -4, 3), .. Frame(4, 6, 0), .. Frame(5, 7, 9)];
        for (var at = 0; at <= bytes.Length; at++)
        {
            var tap = ParsedBytes.Parse(Parser(Small), bytes, at);
            Assert.Equal([0L, 1, 3, 4, 5], tap.Rows.Keys);
            Assert.Equal([2, 0x5AA5 * 0.5f + 1, -1, 4, 4.5f], tap.Rows.Values.Select(r => r[0]));
            Assert.Equal([(1L, "3"), (5L, "9")], tap.Markers.Select(m => (m.SampleIndex, m.Label)));
            Assert.Equal(1, Assert.Single(tap.Gaps).SampleCount);
            Assert.Equal(3 + 8, tap.Notices.Where(n => n.Kind == DeviceNoticeKind.Garbage).Sum(n => n.Amount));
        }
    }

    [Theory]
    [InlineData("int8", new byte[] { 0xFE }, -2f)]
    [InlineData("uint8", new byte[] { 0xFE }, 254f)]
    [InlineData("int16", new byte[] { 0xFF, 0xFE }, -2f)]
    [InlineData("uint16", new byte[] { 0xFF, 0xFE }, 65534f)]
    [InlineData("int24", new byte[] { 0x80, 0x00, 0x01 }, -8388607f)]
    [InlineData("int32", new byte[] { 0xFF, 0xFF, 0xFF, 0xFE }, -2f)]
    [InlineData("float32", new byte[] { 0x3F, 0xC0, 0x00, 0x00 }, 1.5f)]
    [InlineData("float64", new byte[] { 0x3F, 0xF8, 0, 0, 0, 0, 0, 0 }, 1.5f)]
    public void Every_type_is_read_in_both_byte_orders(string type, byte[] big, float expected)
    {
        foreach (var order in (string[])["big", "little"])
        {
            var json = $$"""
                {"name":"x","transport":"tcp","rateHz":1,"sampleType":"{{type}}","byteOrder":"{{order}}",
                 "frame":{"bytes":{{big.Length}},"dataAt":0},"channels":[{"label":"a"}]}
                """;
            Assert.Equal(expected, ParsedBytes.Parse(Parser(json), order == "big" ? big : [.. big.Reverse()], 0).Rows[0][0]);
        }
    }

    [Fact]
    public void Channel_major_frames_and_counters_of_samples()
    {
        const string json = """
            {"name":"x","transport":"tcp","rateHz":1,"sampleType":"uint8","order":"channel-major","samplesPerFrame":3,
             "frame":{"bytes":8,"sync":"77","counterAt":1,"counts":"samples","dataAt":2},"channels":[{"label":"a"},{"label":"b"}]}
            """;
        var tap = ParsedBytes.Parse(Parser(json), [0x77, 254, 1, 2, 3, 11, 12, 13, 0x77, 1, 4, 5, 6, 14, 15, 16, 0x77, 7, 7, 8, 9, 17, 18, 19], 5);
        Assert.Equal([0L, 1, 2, 3, 4, 5, 9, 10, 11], tap.Rows.Keys);
        Assert.Equal([2f, 12], tap.Rows[1]);
    }

    [Fact]
    public void Without_a_counter_damage_is_an_estimated_gap()
    {
        var json = Small.Replace("\"counterAt\":2,", "", StringComparison.Ordinal);
        var damaged = Frame(2, 100, 0);
        damaged[4] ^= 1;
        var gap = Assert.Single(ParsedBytes.Parse(Parser(json), [.. Frame(0, 1, 0), .. damaged, .. Frame(0, 2, 0)], 3).Gaps);
        Assert.Equal((1L, 1L, GapReason.Damage, true), (gap.FirstSampleIndex, gap.SampleCount, gap.Reason, gap.IsEstimated));
    }

    [Theory]
    [InlineData("name", "\"\"", "name is empty")]
    [InlineData("transport", "\"serial\"", "transport")]
    [InlineData("rateHz", "0", "rateHz is 0")]
    [InlineData("sampleType", "\"int12\"", "sampleType")]
    [InlineData("speed", "3", "speed")]
    [InlineData("samplesPerFrame", "2", "at bytes 3 to 10, but a frame has 8")]
    [InlineData("samplesPerFrame", "0", "samplesPerFrame is 0")]
    [InlineData("channels", "[]", "0 channels")]
    [InlineData("channels", "null", "channels")]
    [InlineData("channels", """[{"label":"a"},{"label":"a"}]""", "two channels are called 'a'")]
    [InlineData("channels", """[{"label":"a","scale":0}]""", "scale 0")]
    [InlineData("frame", "null", "frame")]
    [InlineData("frame", """{"bytes":8,"dataAt":-1}""", "at bytes -1")]
    [InlineData("frame", """{"bytes":8,"dataAt":2147483647}""", "but a frame has 8")]
    [InlineData("frame", """{"bytes":2147483647,"dataAt":0}""", "frame.bytes is 2147483647")]
    [InlineData("frame", """{"bytes":8,"dataAt":0,"counterAt":2}""", "covers byte 2")]
    [InlineData("frame", """{"bytes":8,"dataAt":3,"sync":"A"}""", "frame.sync is 'A'")]
    [InlineData("frame", """{"bytes":8,"dataAt":3,"counterAt":0,"counterBytes":3}""", "counterBytes is 3")]
    [InlineData("frame", """{"bytes":8,"dataAt":3,"checksum":"xor"}""", "need each other")]
    public void Descriptions_that_cannot_be_are_stated(string part, string value, string expected)
    {
        var json = JsonNode.Parse(Small)!.AsObject();
        json[part] = JsonNode.Parse(value);
        var fault = Assert.Throws<DeviceException>(() => PlainDescription.Parse(json.ToJsonString(), "small.json"));
        Assert.Contains(expected, fault.Message, StringComparison.OrdinalIgnoreCase);
        Assert.True(fault.IsFinal);
    }

    [Theory]
    [InlineData("plain://h:1", "no description is given")]
    [InlineData("plain://h:1?description=/nowhere/x.json", "cannot be read")]
    [InlineData("plain://h:1?descriptoin=x.json", "no option 'descriptoin'")]
    public void Missing_descriptions_are_stated(string address, string expected) =>
        Assert.Contains(expected, Assert.Throws<DeviceException>(() => new PlainProtocol().Open(DeviceAddress.Parse(address), new())).Message);

    [Fact]
    public void Random_bytes_give_only_stated_errors()
    {
        byte[] bytes = [.. Enumerable.Range(0, 12).SelectMany(c => Frame(c, c * 1000, 0))];
        ParsedBytes.Fuzz(() => Parser(Small), bytes);
        var withoutCheck = Small.Replace("\"checksum\":\"sum\",\"checksumAt\":7", "\"counts\":\"samples\"", StringComparison.Ordinal);
        ParsedBytes.Fuzz(() => Parser(withoutCheck), bytes);
        var random = new Random(9);
        for (var i = 0; i < 500; i++)
        {
            var json = Example.ToCharArray();
            json[random.Next(json.Length)] = (char)random.Next(32, 127);
            try
            {
                PlainDescription.Parse(new(json), "x");
            }
            catch (DeviceException)
            {
            }
        }
    }

    [Fact]
    public async Task Described_device_is_emulated_over_tcp_with_faults()
    {
        var plan = new EmulationPlan
        {
            MarkerEverySeconds = 0.1,
            Faults = new()
            {
                SplitBytes = 3,
                Faults = [new(0.1, FaultKind.Lose, 3), new(0.2, FaultKind.Garbage, 50), new(0.3, FaultKind.Stall, 0.1), new(0.4, FaultKind.Lose, 1)],
            },
        };
        await using var run = await EmulatedRun.StartAsync(new PlainProtocol(), plan, $"plain?listen=any&description={Written(Example)}");
        await run.Tap.UntilAsync(t => t.Rows.Count >= 300);
        await run.StopAsync();
        AssertSignal(run, run.Emulator.Log.FirstSample!.Value);
        Assert.Equal(50, run.Link.Counts.GarbageBytes);
        run.AssertGapsOfLog();
        Assert.All(run.Tap.Markers, m => Assert.Equal(0, (m.SampleIndex + run.Emulator.Log.FirstSample!.Value) % 50));
        Assert.NotEmpty(run.Tap.Markers);
    }

    [Theory]
    [InlineData(FaultKind.Disconnect, 0.2)]
    [InlineData(FaultKind.HostileLength, 0)]
    public async Task Broken_connection_is_made_again_with_a_marked_gap(FaultKind kind, double seconds)
    {
        var plan = new EmulationPlan { Faults = new() { Faults = [new(0.2, kind, seconds)] } };
        await using var run = await EmulatedRun.StartAsync(new PlainProtocol(), plan, $"plain?listen=any&description={Written(Example)}");
        await run.Tap.UntilAsync(t => t.Gaps.Count == 1 && t.Rows.Count > 200);
        await run.StopAsync();
        Assert.Equal(GapReason.Reconnected, run.Tap.Gaps[0].Reason);
        Assert.Equal(1, run.Link.Counts.Reconnections);
    }

    [Fact]
    public async Task Described_device_is_emulated_over_udp_with_faults()
    {
        var file = Written(Example.Replace("\"tcp\"", "\"udp\"", StringComparison.Ordinal));
        var plan = new EmulationPlan
        {
            Faults = new()
            {
                Faults =
                [
                    new(0.1, FaultKind.Lose, 3), new(0.2, FaultKind.Duplicate, 2), new(0.25, FaultKind.Reorder), new(0.3, FaultKind.Garbage, 50),
                ],
            },
        };
        await using var run = EmulatedRun.StartDatagrams(new PlainProtocol(), plan, $"?description={file}");
        await run.Tap.UntilAsync(t => t.Rows.Count >= 300);
        await run.StopAsync();
        AssertSignal(run, 0);
        Assert.Equal(15, run.Link.Counts.Late);
        Assert.Equal(50, run.Link.Counts.GarbageBytes);
        run.AssertGapsOfLog();
    }

    private static void AssertSignal(EmulatedRun run, long first)
    {
        foreach (var (index, row) in run.Tap.Rows)
            for (var c = 0; c < 4; c++)
                Assert.Equal(run.Emulator.Signal.Value(first + index, c), row[c], 0.0113f);
    }

    private static PlainParser Parser(string json) => new(PlainDescription.Parse(json, "x.json"), DeviceAddress.Parse("plain"));

    private string Written(string json)
    {
        var file = Path.Combine(_folder, "device.json");
        File.WriteAllText(file, json);
        return file;
    }

    private static byte[] Frame(int counter, int a, int trigger)
    {
        byte[] body = [(byte)counter, (byte)a, (byte)(a >> 8), (byte)trigger, (byte)(trigger >> 8)];
        return [0xA5, 0x5A, .. body, (byte)body.Sum(b => b)];
    }
}
