using System.IO.Compression;
using System.Text;
using Pons.Deidentification;
using Pons.Formats;
using Pons.Tests.Formats;

namespace Pons.Tests.Deidentification;

public sealed class DataSetDeidentificationTests
{
    private static void Write(TemporaryFolder folder, string path, byte[] bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(folder.PathOf(path))!);
        File.WriteAllBytes(folder.PathOf(path), bytes);
    }

    private static void Write(TemporaryFolder folder, string path, string text) => Write(folder, path, Encoding.UTF8.GetBytes(text));

    private static byte[] Edf(string patient, string date = "05.03.24") => new EdfBytes { Patient = patient, Recording = "Startdate X X X X", StartDate = date }.ToBytes();

    /// <summary>Two subjects, one whose label is a name; side files, tables, a compressed recording of breath.</summary>
    private static void Make(TemporaryFolder folder)
    {
        Write(folder, "in/dataset_description.json", """{ "Name": "Made", "BIDSVersion": "1.9.0", "Authors": ["Haverkamp, Wilhelmine"], "License": "CC0" }""");
        Write(folder, "in/README", $"Contact {Planted.Mail}\nsub-zhangruoxu moved on 2024-03-05.\n");
        Write(folder, "in/CHANGES", "1.0.0 2024-02-01\n  - First release\n");
        Write(folder, "in/participants.tsv", $"participant_id\tage\tsex\tname\tvisit\nsub-zhangruoxu\t92\tF\t{Planted.Name}\t2024-03-05\nsub-02\t45\tM\tn/a\t2024-04-01\n");
        Write(folder, "in/participants.json", """{ "name": { "Description": "name of the participant" }, "visit": { "Description": "day" } }""");
        Write(folder, "in/sub-zhangruoxu/sub-zhangruoxu_scans.tsv", "filename\tacq_time\neeg/sub-zhangruoxu_task-rest_eeg.edf\t2024-03-05T14:03:22\neeg/sub-zhangruoxu_task-rest_run-2_eeg.edf\t2024-03-08T09:00:00\n");
        Write(folder, "in/sub-zhangruoxu/eeg/sub-zhangruoxu_task-rest_eeg.edf", Edf($"{Planted.HospitalNumber} F 02-MAY-1951 {Planted.Foreign}"));
        Write(folder, "in/sub-zhangruoxu/eeg/sub-zhangruoxu_task-rest_eeg.json", $$"""
            {
              "TaskName": "rest",   "InstitutionName": "{{Planted.Hospital}}",
              "InstitutionAddress": "{{Planted.Address}}", "DeviceSerialNumber": "77A90312", "SamplingFrequency": 4,
              "SubjectArtefactDescription": "Mrs. {{Planted.Foreign}} coughs", "IntendedFor": "bids::sub-zhangruoxu/eeg/sub-zhangruoxu_task-rest_eeg.edf",
              "Patient": { "Name": "{{Planted.Name}}", "ID": 20987654 }, "AcquisitionTime": "14:03:22", "Age": 92
            }
            """);
        Write(folder, "in/sub-zhangruoxu/eeg/sub-zhangruoxu_task-rest_events.tsv", $"onset\tduration\ttrial_type\tsample\n0.5\t1\t患者{Planted.Name}今天发作\t20240305\n1.5\t1\tgo\t12345678\n");
        Write(folder, "in/sub-zhangruoxu/eeg/sub-zhangruoxu_task-rest_channels.tsv", "name\ttype\tunits\nC3\tEEG\tuV\nCz\tEEG\tuV\n");
        Write(folder, "in/sub-zhangruoxu/eeg/sub-zhangruoxu_task-rest_physio.tsv.gz", Gzip("0.1\t0.2\n0.3\t0.4\n"));
        Write(folder, "in/sub-02/eeg/sub-02_task-rest_eeg.edf", Edf("X X X X", "01.04.24"));
        Write(folder, "in/.DS_Store", [0, 0, 0, 1]);
    }

    private static byte[] Gzip(string text)
    {
        using var content = new MemoryStream();
        using (var gzip = new GZipStream(content, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(Encoding.UTF8.GetBytes(text));
        var bytes = content.ToArray();
        // Time, and a name behind the ten bytes of the header.
        BitConverter.GetBytes(1_709_640_000).CopyTo(bytes, 4);
        bytes[3] = 8;
        return [.. bytes[..10], .. Encoding.ASCII.GetBytes("Haverkamp.tsv\0"), .. bytes[10..]];
    }

    [Fact]
    public void Tree_comes_out_clean_and_consistent()
    {
        using var folder = new TemporaryFolder();
        Make(folder);
        var report = new Deidentifier().Run(folder.PathOf("in"), folder.PathOf("out"));
        Assert.True(report.IsComplete, string.Join('\n', report.Files.Select(f => f.Path + ": " + f.Reason + string.Join(' ', f.Leftovers))));
        Planted.AssertUnquoted(report);
        // Authors are named on purpose; all else is gone.
        Assert.Contains("Wilhelmine", File.ReadAllText(folder.PathOf("out/dataset_description.json")), StringComparison.Ordinal);
        File.Delete(folder.PathOf("out/dataset_description.json"));
        Planted.AssertAbsent(folder.PathOf("out"), "zhangruoxu", "2024-03", "14:03", "20987654");
        Assert.Equal(2, report.SubjectCount);
        Assert.Equal(1, report.RelabelledSubjectCount);
        Assert.Contains(report.Files, f => f is { Verdict: FileVerdict.LeftOut, Path: ".DS_Store" });

        var participants = File.ReadAllLines(folder.PathOf("out/participants.tsv"));
        Assert.StartsWith("sub-001\t89+\tF\tn/a\t19", participants[1], StringComparison.Ordinal);
        Assert.StartsWith("sub-02\t45\tM\tn/a\t19", participants[2], StringComparison.Ordinal);
        Assert.Contains("2024-02-01", File.ReadAllText(folder.PathOf("out/CHANGES")), StringComparison.Ordinal);

        var side = File.ReadAllText(folder.PathOf("out/sub-001/eeg/sub-001_task-rest_eeg.json"));
        Assert.Contains("\"TaskName\": \"rest\",   \"InstitutionName\": \"n/a\"", side, StringComparison.Ordinal);
        Assert.Contains("bids::sub-001/eeg/sub-001_task-rest_eeg.edf", side, StringComparison.Ordinal);
        Assert.Contains("\"SamplingFrequency\": 4", side, StringComparison.Ordinal);
        Assert.Contains("\"Age\": \"89+\"", side, StringComparison.Ordinal);
        var events = File.ReadAllText(folder.PathOf("out/sub-001/eeg/sub-001_task-rest_events.tsv"));
        Assert.Contains("go\t12345678", events, StringComparison.Ordinal);
        Assert.Equal(File.ReadAllText(folder.PathOf("in/sub-zhangruoxu/eeg/sub-zhangruoxu_task-rest_channels.tsv")),
            File.ReadAllText(folder.PathOf("out/sub-001/eeg/sub-001_task-rest_channels.tsv")));
        var gzip = File.ReadAllBytes(folder.PathOf("out/sub-001/eeg/sub-001_task-rest_physio.tsv.gz"));
        Assert.Equal((0, 0), (BitConverter.ToInt32(gzip, 4), gzip[3]));

        var dates = File.ReadAllLines(folder.PathOf("out/sub-001/sub-001_scans.tsv")).Skip(1).Select(l => DateTime.Parse(l.Split('\t')[1], System.Globalization.CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(3, (dates[1] - dates[0]).Days);
        Assert.All(dates, d => Assert.InRange(d.Year, 1902, 1925));
        Assert.All(dates, d => Assert.Equal(TimeSpan.Zero, d.TimeOfDay));
        Assert.Equal(DateOnly.FromDateTime(dates[0]).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), participants[1].Split('\t')[4]);
    }

    [Fact]
    public void Names_of_files_and_folders_follow_the_header()
    {
        using var folder = new TemporaryFolder();
        Write(folder, $"in/{Planted.Foreign}/{Planted.Foreign}_20240305.edf", Edf($"{Planted.HospitalNumber} F 02-MAY-1951 {Planted.Foreign}"));
        Write(folder, $"in/{Planted.Foreign}/second.edf", Edf($"{Planted.HospitalNumber} F 02-MAY-1951 {Planted.Foreign}", "12.03.24"));
        Write(folder, "in/notes.txt", $"{Planted.Foreign}_20240305.edf is noisy; ZY20987654 too\n");
        var report = new Deidentifier().Run(folder.PathOf("in"), folder.PathOf("out"));
        Assert.True(report.IsComplete, string.Join('\n', report.Files.Select(f => f.Reason + string.Join(' ', f.Leftovers))));
        Planted.AssertAbsent(folder.PathOf("out"), "20240305");
        var file = Path.GetFileName(Directory.GetFiles(folder.PathOf("out/sub-001"), "sub-001_19*.edf").Single());
        Assert.Equal($"{file} is noisy; sub-001 too\n", File.ReadAllText(folder.PathOf("out/notes.txt")));
        Assert.Single(report.Files.Select(f => f.Subject).OfType<string>().Distinct());
    }

    [Fact]
    public void Steward_names_people_that_no_rule_knows()
    {
        using var folder = new TemporaryFolder();
        Write(folder, "in/notes.txt", "kwizatz was here; 老佛爷也在\n");
        var report = new Deidentifier(new() { Names = ["Kwizatz", "老佛爷"] }).Run(folder.PathOf("in"), folder.PathOf("out"));
        Assert.True(report.IsComplete);
        Assert.Equal("[name] was here; [name]也在\n", File.ReadAllText(folder.PathOf("out/notes.txt")));
    }

    [Fact]
    public void What_is_not_understood_is_not_released()
    {
        using var folder = new TemporaryFolder();
        Write(folder, "in/a.edf", Edf("X X X X"));
        Write(folder, "in/photo.jpg", [0xFF, 0xD8, 0xFF, 0xE0, 0, 1, 2]);
        Write(folder, "in/broken.json", "{ \"a\": ");
        Write(folder, "in/torn.edf", Edf("X X X X")[..300]);
        Write(folder, "in/late.txt", [.. Encoding.ASCII.GetBytes(new string('x', 8000)), 0, 1, 2]);
        var report = new Deidentifier().Run(folder.PathOf("in"), folder.PathOf("out"));
        Assert.False(report.IsComplete);
        Assert.Equal(["a.edf"], Directory.GetFiles(folder.PathOf("out")).Select(Path.GetFileName));
        Assert.Equal(["broken.json", "late.txt", "photo.jpg", "torn.edf"], report.Files.Where(f => f.Verdict == FileVerdict.Refused).Select(f => f.Path));
        Assert.All(report.Files.Where(f => f.Verdict == FileVerdict.Refused), f => Assert.NotEmpty(f.Reason));
    }

    [Fact]
    public void Links_are_not_followed()
    {
        using var folder = new TemporaryFolder();
        Write(folder, "secret.txt", "Mrs. Haverkamp");
        Write(folder, "in/a.txt", "nothing");
        File.CreateSymbolicLink(folder.PathOf("in/link.txt"), folder.PathOf("secret.txt"));
        var report = new Deidentifier().Run(folder.PathOf("in"), folder.PathOf("out"));
        Assert.Equal(FileVerdict.Refused, report.Files.Single(f => f.Path == "link.txt").Verdict);
    }

    [Fact]
    public void Map_gives_the_same_labels_and_shifts_again_and_opens_with_its_key_only()
    {
        using var folder = new TemporaryFolder();
        var key = "correct horse battery"u8.ToArray();
        Write(folder, "one/sub-zhangruoxu/sub-zhangruoxu_scans.tsv", "filename\tacq_time\nx\t2024-03-05T14:03:22\n");
        Write(folder, "two/sub-zhangruoxu/sub-zhangruoxu_scans.tsv", "filename\tacq_time\nx\t2024-03-15T14:03:22\n");
        Write(folder, "two/sub-lisi/sub-lisi_scans.tsv", "filename\tacq_time\nx\t2024-03-15T14:03:22\n");
        foreach (var part in (string[])["one", "two"])
            Assert.True(new Deidentifier(new() { ShiftMap = new(folder.PathOf("shifts.map"), key) }).Run(folder.PathOf(part), folder.PathOf(part + "-out")).IsSealed);
        DateTime Date(string part, string label) => DateTime.Parse(
            File.ReadAllLines(folder.PathOf($"{part}-out/sub-{label}/sub-{label}_scans.tsv"))[1].Split('\t')[1], System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(10, (Date("two", "001") - Date("one", "001")).Days);
        Assert.True(File.Exists(folder.PathOf("two-out/sub-002/sub-002_scans.tsv")));

        Assert.DoesNotContain("zhangruoxu", Encoding.Latin1.GetString(File.ReadAllBytes(folder.PathOf("shifts.map"))), StringComparison.Ordinal);
        var wrong = new DeidentificationOptions { ShiftMap = new(folder.PathOf("shifts.map"), "incorrect horse"u8) };
        Assert.Contains("does not open", Assert.Throws<SealedShiftMapException>(() => new Deidentifier(wrong).Run(folder.PathOf("one"), folder.PathOf("three"))).Message, StringComparison.Ordinal);
        Assert.Throws<SealedShiftMapException>(() => new SealedShiftMap(folder.PathOf("x"), "short"u8));
    }

    [Fact]
    public void Interrupted_work_leaves_no_file_under_a_final_name()
    {
        using var folder = new TemporaryFolder();
        for (var i = 0; i < 5; i++) Write(folder, $"in/{i}.edf", Edf("X X X X"));
        using var source = new CancellationTokenSource();
        var steps = 0;
        Assert.Throws<OperationCanceledException>(() => new Deidentifier().Run(folder.PathOf("in"), folder.PathOf("out"), new Steps(() =>
        {
            if (++steps == 7) source.Cancel();
        }), source.Token));
        foreach (var file in Directory.GetFiles(folder.PathOf("out")))
            using (Recording.Open(file)) Assert.EndsWith(".edf", file, StringComparison.Ordinal);
        Assert.True(Directory.GetFiles(folder.PathOf("out")).Length < 5);
    }

    [Fact]
    public void Output_may_not_lie_in_the_input_nor_hold_anything()
    {
        using var folder = new TemporaryFolder();
        Write(folder, "in/a.txt", "a");
        Write(folder, "full/b.txt", "b");
        Assert.Contains("lies in the input", Assert.Throws<DeidentificationException>(() => new Deidentifier().Run(folder.PathOf("in"), folder.PathOf("in/out"))).Message, StringComparison.Ordinal);
        Assert.Contains("not empty", Assert.Throws<DeidentificationException>(() => new Deidentifier().Run(folder.PathOf("in"), folder.PathOf("full"))).Message, StringComparison.Ordinal);
        Assert.Contains("exists already", Assert.Throws<DeidentificationException>(() => new Deidentifier().Run(folder.PathOf("in/a.txt"), folder.PathOf("full/b.txt"))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("formats/bids/eeglab_BIDS_test", "1066 28", "25.04.97")]
    [InlineData("formats/bids/emg_TwoWristbands", "13-May-1951", "29-Sep-2025")]
    [InlineData("formats/bids/eeg_cbm", "cbm001", "2005-12-27")]
    [InlineData("formats/persyst", "No_Name", "19-NOV-199", "2014.12.19", "02:37:48")]
    [InlineData("formats/nicolet", "100102", "2015-01-01")]
    [InlineData("formats/nihon_kohden", "Test_no_cap", "6416", "190403", "01-JAN-2019")]
    [InlineData("formats/curry", "wagner", "0B86B22B", "29.08.2018")]
    [InlineData("formats/ant_eego", "antio test", "45544.4", "20240")]
    [InlineData("formats/gdf")]
    [InlineData("formats/fif", "2014")]
    [InlineData("formats/egi")]
    [InlineData("formats/xdf")]
    [InlineData("ssvep/exoskeleton")]
    [InlineData("biosignal/ecg_wfdb", "Aldomet", "1085 1629")]
    public void Real_data_come_out_clean(string sample, params string[] personal)
    {
        var source = RecordedData.PathOf(sample);
        using var folder = new TemporaryFolder();
        var report = new Deidentifier().Run(source, folder.PathOf("out"));
        Assert.True(report.IsComplete, string.Join('\n', report.Files.Select(f => f.Path + ": " + f.Reason + string.Join(' ', f.Leftovers))));
        Planted.AssertAbsent(folder.PathOf("out"), personal);
    }

    private sealed class Steps(Action step) : IProgress<double>
    {
        public void Report(double value) => step();
    }
}
