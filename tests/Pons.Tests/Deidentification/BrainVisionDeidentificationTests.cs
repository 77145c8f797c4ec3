using System.Buffers.Binary;
using System.Text;
using Pons.Deidentification;
using Pons.Formats;

namespace Pons.Tests.Deidentification;

public sealed class BrainVisionDeidentificationTests
{
    private static void Make(TemporaryFolder folder, Encoding encoding)
    {
        var name = $"{Planted.Foreign}_20240305";
        File.WriteAllBytes(folder.PathOf(name + ".vhdr"), encoding.GetBytes($"""
            Brain Vision Data Exchange Header File Version 1.0
            ; Data created by {Planted.Technician}

            [Common Infos]
            Codepage={(encoding is UTF8Encoding ? "UTF-8" : "ANSI")}
            DataFile={name}.eeg
            MarkerFile={name}.vmrk
            DataFormat=BINARY
            DataOrientation=MULTIPLEXED
            NumberOfChannels=2
            SamplingInterval=4000

            [Binary Infos]
            BinaryFormat=INT_16

            [Channel Infos]
            Ch1=Fp1,,0.5,uV
            Ch2={Planted.Foreign},,0.5,uV

            [Comment]
            Patient name: {Planted.Foreign}
            姓名：{Planted.Name} 住院号{Planted.HospitalNumber}
            Technician: {Planted.Technician}
            Serial number: 77A90312
            Impedance [kOhm] at 14:03:22 :
            Fp1:          5
            """));
        File.WriteAllBytes(folder.PathOf(name + ".vmrk"), encoding.GetBytes($"""
            Brain Vision Data Exchange Marker File, Version 1.0

            [Common Infos]
            DataFile={name}.eeg

            [Marker Infos]
            Mk1=New Segment,,1,1,0,20240305140322123456
            Mk2=Stimulus,S  1,10,1,0
            Mk3=Comment,患者{Planted.Name}今天发作\1电话{Planted.Mobile},20,1,0
            Mk4=New Segment,,51,1,0,20240307090000000000
            """));
        var samples = new byte[2 * 2 * 100];
        for (var i = 0; i < 200; i++) BinaryPrimitives.WriteInt16LittleEndian(samples.AsSpan(2 * i), (short)(i * 7 - 300));
        File.WriteAllBytes(folder.PathOf(name + ".eeg"), [.. samples, .. "SN"u8]);
    }

    [Theory]
    [InlineData("utf-8", ".vhdr")]
    [InlineData("utf-8", ".eeg")]
    [InlineData("gb18030", ".vmrk")]
    public void Removes_everything_planted_and_renames_all_three_files(string encoding, string named)
    {
        using var folder = new TemporaryFolder();
        Make(folder, encoding == "utf-8" ? new UTF8Encoding(false) : CodePagesEncodingProvider.Instance.GetEncoding(encoding)!);
        var report = new Deidentifier().Run(folder.PathOf($"{Planted.Foreign}_20240305{named}"), folder.PathOf("out") + "/");
        var file = Assert.Single(report.Files);
        Assert.True(file.Verdict == FileVerdict.Released, file.Reason + string.Join('\n', file.Leftovers));
        Planted.AssertAbsent(folder.PathOf("out"), "20240305", "20240307", "14:03");
        Planted.AssertUnquoted(report);
        Assert.Equal(200, file.SamplesCompared);

        using var after = Recording.Open(Path.Combine(folder.PathOf("out"), file.Path));
        Assert.StartsWith("sub-001_19", file.Path, StringComparison.Ordinal);
        Assert.InRange(after.Header.StartTime!.Value.Year, 1902, 1925);
        Assert.Equal(TimeSpan.Zero, after.Header.StartTime.Value.TimeOfDay);
        Assert.Contains(after.Markers, m => m.Label == "患者sub-001今天发作,电话[phone]");
        var markers = File.ReadAllText(Path.Combine(folder.PathOf("out"), Path.ChangeExtension(file.Path, ".vmrk")));
        var dates = System.Text.RegularExpressions.Regex.Matches(markers, "[0-9]{20}").Select(m => DateTime.ParseExact(m.Value, "yyyyMMddHHmmssffffff", null)).ToList();
        Assert.Equal(new DateTime(2024, 3, 7, 9, 0, 0) - new DateTime(2024, 3, 5, 14, 3, 22).AddMicroseconds(123456), dates[1] - dates[0]);
    }

    [Theory]
    [InlineData("test.vhdr")]
    [InlineData("testv2.vhdr")]
    [InlineData("test_units.vhdr")]
    [InlineData("test_old_layout_latin1_software_filter.vhdr")]
    public void Real_recordings_come_out_clean(string sample)
    {
        var source = RecordedData.PathOf("formats/brainvision/" + sample);
        using var folder = new TemporaryFolder();
        var file = Assert.Single(new Deidentifier().Run(source, folder.PathOf("out") + "/").Files);
        Assert.True(file.Verdict == FileVerdict.Released, file.Reason + string.Join('\n', file.Leftovers));
        Planted.AssertAbsent(folder.PathOf("out"), "20131113", "16:12:27");
        using var before = Recording.Open(source);
        using var after = Recording.Open(Path.Combine(folder.PathOf("out"), file.Path));
        Assert.Equal(before.Markers.Select(m => m.Label), after.Markers.Select(m => m.Label));
    }

    [Fact]
    public void Headers_that_share_a_file_of_samples_stay_together()
    {
        using var folder = new TemporaryFolder();
        var source = Path.GetDirectoryName(RecordedData.PathOf("formats/brainvision/test.vhdr"))!;
        var report = new Deidentifier().Run(source, folder.PathOf("out"));
        Assert.True(report.IsComplete, string.Join('\n', report.Files.Select(f => f.Path + ": " + f.Reason)));
        Assert.Equal(Directory.GetFiles(source).Select(Path.GetFileName).Order(), Directory.GetFiles(folder.PathOf("out")).Select(Path.GetFileName).Order());
    }
}
