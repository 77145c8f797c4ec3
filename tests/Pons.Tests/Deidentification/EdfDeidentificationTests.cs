using System.Text;
using Pons.Deidentification;
using Pons.Formats;
using Pons.Tests.Formats;

namespace Pons.Tests.Deidentification;

public sealed class EdfDeidentificationTests
{
    private static byte[] Made()
    {
        var bytes = new EdfBytes
        {
            Patient = "ZY20987654 F 02-MAY-1951 Haverkamp",
            Recording = "Startdate 05-MAR-2024 EEG77123 Quistgaard SN-77A90312",
            StartDate = "05.03.24",
            StartTime = "14.03.22",
            Reserved = "EDF+C Haverkamp",
            AnnotationSamples = 100,
            Signals = [new("EEG C3", 4), new("Haverkamp Cz", 4), new("Resp", 2, "")],
            Annotations = r => EdfBytes.Tal(r switch
            {
                0 => "+0\u0014\u0014\0+0.1\u0014患者张若虚今天发作，电话13912345678\u0014云梦泽第三人民医院\u0014\0",
                1 => $"+1\u0014\u0014\0+1.5\u00150.5\u0014{Planted.ResidentId} 2024-03-05\u0014\0",
                _ => "+2\u0014\u0014\0+2.5\u0014Mrs. Haverkamp blinks; 姓名：张若虚\u0014\0",
            }),
        }.ToBytes();
        Encoding.ASCII.GetBytes("NK SN-77A90312").CopyTo(bytes, 256 + 16 * 4);
        Encoding.ASCII.GetBytes("S/N 77A90312").CopyTo(bytes, 256 + 224 * 4);
        return [.. bytes, .. Encoding.UTF8.GetBytes("Haverkamp trails")];
    }

    [Fact]
    public void Removes_everything_planted_and_keeps_every_sample()
    {
        using var folder = new TemporaryFolder();
        var source = folder.PathOf("Haverkamp_20240305.edf");
        File.WriteAllBytes(source, Made());
        var report = new Deidentifier().Run(source, folder.PathOf("out") + "/");
        var file = Assert.Single(report.Files);
        Assert.True(file.Verdict == FileVerdict.Released, file.Reason + string.Join('\n', file.Leftovers));
        Planted.AssertAbsent(folder.PathOf("out"));
        Planted.AssertUnquoted(report);
        Assert.Equal(3 * 10, file.SamplesCompared);

        using var before = Recording.Open(source);
        using var after = Recording.Open(Directory.GetFiles(folder.PathOf("out")).Single());
        Assert.Equal("sub-001 X X X", after.Header.Subject);
        Assert.Equal("Startdate 01-JAN-1985 X X X", after.Header.Description);
        Assert.Equal(new DateTime(1985, 1, 1, 0, 0, 0, DateTimeKind.Unspecified), after.Header.StartTime);
        Assert.Equal(before.Markers.Select(m => (m.Onset, m.Length)), after.Markers.Select(m => (m.Onset, m.Length)));
        Assert.Equal("患者[name]今天发作，电话[phone]", after.Markers[0].Label);
        Assert.Equal(before.Streams.SelectMany(s => s.Read(0, (int)s.SampleCount)), after.Streams.SelectMany(s => s.Read(0, (int)s.SampleCount)));
    }

    [Fact]
    public void Leaves_a_clean_file_byte_for_byte()
    {
        using var folder = new TemporaryFolder();
        var clean = new EdfBytes { Recording = "Startdate 01-JAN-1985 X X X", StartDate = "01.01.85", StartTime = "00.00.00" }.ToBytes();
        File.WriteAllBytes(folder.PathOf("a.edf"), clean);
        var report = new Deidentifier().Run(folder.PathOf("a.edf"), folder.PathOf("b.edf"));
        Assert.True(report.IsComplete, report.Files[0].Reason);
        Assert.Empty(report.Files[0].Findings);
        Assert.Equal(clean, File.ReadAllBytes(folder.PathOf("b.edf")));
    }

    [Fact]
    public void Keeps_the_time_of_day_when_asked()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.PathOf("a.edf"), Made());
        var report = new Deidentifier(new() { KeepTimeOfDay = true }).Run(folder.PathOf("a.edf"), folder.PathOf("b.edf"));
        Assert.True(report.IsComplete, report.Files[0].Reason);
        using var after = Recording.Open(folder.PathOf("b.edf"));
        Assert.Equal(new TimeSpan(14, 3, 22), after.Header.StartTime!.Value.TimeOfDay);
    }

    [Theory]
    [InlineData("sleep/dreams_spindles/excerpt3.edf", "28/03/1957")]
    [InlineData("formats/bids/eeglab_BIDS_test/sub-S1/ses-01/eeg/sub-S1_ses-01_task-Experiment_run-01_eeg.edf", "J. B.", "1066")]
    [InlineData("formats/edf_bdf/chtypes_edf.edf", "25-JUN-1985", "No_Name", "19-NOV-2015")]
    [InlineData("formats/nihon_kohden/MB0400FU.EDF", "01-JAN-2019", "03-APR-2019")]
    [InlineData("formats/bids/emg_TwoWristbands/sub-01/emg/sub-01_task-typing_emg.edf", "13-May-1951", "29-Sep-2025")]
    [InlineData("formats/edf_bdf/test_edf_stim_channel.edf", "triggers_test", "30-DEC-1899", "20150602104157")]
    [InlineData("cognitive/eegmat/Subject00_1.edf", "01-JAN-1990", "NeuroCom")]
    [InlineData("formats/edf_bdf/test_utf8.edf")]
    [InlineData("formats/edf_bdf/test_subsecond.edf")]
    public void Real_recordings_come_out_clean(string sample, params string[] personal)
    {
        var source = RecordedData.PathOf(sample);
        using var folder = new TemporaryFolder();
        var report = new Deidentifier().Run(source, folder.PathOf("out") + "/");
        var file = Assert.Single(report.Files);
        Assert.True(file.Verdict == FileVerdict.Released, file.Reason + string.Join('\n', file.Leftovers));
        Planted.AssertAbsent(folder.PathOf("out"), personal);
        Assert.True(file.SamplesCompared > 0);
    }
}
