using System.Text;
using Pons.Deidentification;
using Pons.Formats;

namespace Pons.Tests.Deidentification;

public sealed class XdfDeidentificationTests
{
    private static byte[] Chunk(ushort tag, byte[] content) =>
        [4, .. BitConverter.GetBytes(content.Length + 2), .. BitConverter.GetBytes(tag), .. content];

    private static byte[] Xml(uint? id, string xml) => [.. id is { } i ? BitConverter.GetBytes(i) : [], .. Encoding.UTF8.GetBytes(xml)];

    private static string Header(string name, string type, int channels, string format, string rate, string desc) => $"""
        <?xml version="1.0"?><info><name>{name}</name><type>{type}</type><channel_count>{channels}</channel_count><nominal_srate>{rate}</nominal_srate>
        <channel_format>{format}</channel_format><source_id>amp-77A90312</source_id><version>1.1</version><created_at>50942.7</created_at>
        <uid>123e4567-e89b-12d3-a456-426614174000</uid><session_id>{Planted.Foreign}</session_id><hostname>{Planted.Technician}-PC</hostname>
        <v4address>192.168.17.4</v4address><desc>{desc}</desc></info>
        """;

    private static byte[] Text(double time, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return [8, .. BitConverter.GetBytes(time), 1, (byte)bytes.Length, .. bytes];
    }

    private static byte[] Made()
    {
        List<byte> samples = [.. BitConverter.GetBytes(1u), 1, 10];
        for (var i = 0; i < 10; i++)
        {
            samples.AddRange(i == 0 ? [8, .. BitConverter.GetBytes(100.0)] : [0]);
            samples.AddRange([.. BitConverter.GetBytes(i * 1.5f), .. BitConverter.GetBytes(-i * 0.25f)]);
        }

        return
        [
            .. "XDF:"u8,
            .. Chunk(1, Xml(null, "<?xml version=\"1.0\"?><info><version>1.0</version><datetime>2024-03-05T14:03:22+0800</datetime></info>")),
            .. Chunk(2, Xml(1, Header("EEG", "EEG", 2, "float32", "100",
                $"<subject><name>{Planted.Foreign}</name><id>{Planted.HospitalNumber}</id></subject><acquisition serial_number='SN-77A90312'><operator>{Planted.Technician}</operator>"
                + "</acquisition><channels><channel><label>C3</label><unit>microvolts</unit></channel><channel><label>C4</label><unit>microvolts</unit></channel></channels>"))),
            .. Chunk(2, Xml(2, Header("Notes", "Markers", 1, "string", "0", $"<!-- 姓名：{Planted.Name} --><remark>{Planted.Hospital}</remark>"))),
            .. Chunk(5, [0x43, 0xA5, 0x46, 0xDC, 0xCB, 0xF5, 0x41, 0x0F, 0xB3, 0x0E, 0xD5, 0x46, 0x73, 0x83, 0xCB, 0xE4]),
            .. Chunk(3, [.. samples]),
            .. Chunk(3, [.. BitConverter.GetBytes(2u), 1, 3, .. Text(100.01, $"患者{Planted.Name}今天发作"), .. Text(100.03, "left"), .. Text(100.05, $"Dr. {Planted.Technician} 2024-03-05")]),
            .. Chunk(4, [.. BitConverter.GetBytes(1u), .. BitConverter.GetBytes(100.0), .. BitConverter.GetBytes(0.001)]),
            .. Chunk(6, Xml(1, "<?xml version=\"1.0\"?><info><first_timestamp>100</first_timestamp><last_timestamp>100.09</last_timestamp><sample_count>10</sample_count></info>")),
            4, 200, 0, 0, 0, 3, 0, .. Encoding.UTF8.GetBytes(Planted.Foreign),
        ];
    }

    [Fact]
    public void Removes_everything_planted_and_keeps_chunks_of_numbers()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.PathOf("a.xdf"), Made());
        var report = new Deidentifier().Run(folder.PathOf("a.xdf"), folder.PathOf("b.xdf"));
        var file = Assert.Single(report.Files);
        Assert.True(file.Verdict == FileVerdict.Released, file.Reason + string.Join('\n', file.Leftovers));
        Directory.CreateDirectory(folder.PathOf("out"));
        File.Move(folder.PathOf("b.xdf"), folder.PathOf("out/b.xdf"));
        Planted.AssertAbsent(folder.PathOf("out"), "192.168", "123e4567", "2024-03-05", "14:03");
        Planted.AssertUnquoted(report);
        using var after = Recording.Open(folder.PathOf("out/b.xdf"));
        Assert.Equal(["患者[name]今天发作", "left"], after.Markers.Take(2).Select(m => m.Label));
        Assert.Equal(20, file.SamplesCompared);
        Assert.Contains(file.Notes, n => n.Contains("torn last chunk", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("minimal.xdf")]
    [InlineData("clock_resets.xdf")]
    public void Real_recordings_come_out_clean(string sample)
    {
        var source = RecordedData.PathOf("formats/xdf/" + sample);
        using var folder = new TemporaryFolder();
        var file = Assert.Single(new Deidentifier().Run(source, folder.PathOf("out") + "/").Files);
        Assert.True(file.Verdict == FileVerdict.Released, file.Reason + string.Join('\n', file.Leftovers));
        using var before = Recording.Open(source);
        using var after = Recording.Open(Path.Combine(folder.PathOf("out"), file.Path));
        Assert.Equal(before.Markers.Select(m => (m.Onset, m.Label)), after.Markers.Select(m => (m.Onset, m.Label)));
    }

    [Fact]
    public void Refuses_a_private_chunk()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.PathOf("a.xdf"), [.. Made()[..^16], .. Chunk(99, [1, 2, 3])]);
        var report = new Deidentifier().Run(folder.PathOf("a.xdf"), folder.PathOf("b.xdf"));
        Assert.False(report.IsComplete);
        Assert.False(File.Exists(folder.PathOf("b.xdf")));
    }
}
