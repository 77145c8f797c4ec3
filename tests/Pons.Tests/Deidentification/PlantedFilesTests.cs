using System.Buffers.Binary;
using System.Text;
using Pons.Deidentification;
using Pons.Formats;
using Pons.Tests.Formats.AntCnt;
using Pons.Tests.Formats.Bci2000;
using Pons.Tests.Formats.Eeglab;
using Pons.Tests.Formats.Egi;
using Pons.Tests.Formats.Fif;
using Pons.Tests.Formats.Gdf;
using Pons.Tests.Formats.Intan;
using Pons.Tests.Formats.Mat;
using Pons.Tests.Formats.NeuroscanCnt;
using Pons.Tests.Formats.NihonKohden;

namespace Pons.Tests.Deidentification;

/// <summary>One recording per format with people who do not exist in every hiding place: none of them comes out, every sample does.</summary>
public sealed class PlantedFilesTests
{
    private const string Note = $"患者{Planted.Name}今天发作，电话{Planted.Mobile}";

    private static readonly string Wide = $"姓名：{Planted.Name} {Planted.Hospital} {Planted.ResidentId} 2024-03-05";

    private static Dictionary<string, byte[]> Files(string format) => format switch
    {
        "GDF 1" => new() { ["a.gdf"] = Gdf("1.25") },
        "GDF 2.00" => new() { ["a.gdf"] = Gdf("2.00") },
        "GDF 2.20" => new() { ["a.gdf"] = Gdf("2.20") },
        "FIF" => new() { ["a_raw.fif"] = Fif() },
        "EEGLAB" => Eeglab(false),
        "EEGLAB compressed" => Eeglab(true),
        "MAT" => new() { ["notes.mat"] = Mat(false) },
        "MAT big-endian" => new() { ["notes.mat"] = Mat(true) },
        "Persyst" => Persyst(),
        "Nicolet" => Nicolet(),
        "Curry" => Curry(),
        "Neuroscan" => new() { ["a.cnt"] = Neuroscan() },
        "Nihon Kohden" => NihonKohden(),
        "ANT" => Ant(),
        "EGI" => new() { ["a.raw"] = new EgiRawBytes { Version = 5 }.ToBytes() },
        "Intan" => new() { ["a.rhd"] = Replaced(new IntanBytes().OneFile(), "first note", "Zhang Ruyi", Encoding.Unicode) },
        "BCI2000" => new() { ["a.dat"] = new Bci2000Bytes { StorageTime = "Tue%20Mar%205%2014:03:22%202024" }.ToBytes() },
        "WFDB" => Wfdb(),
        "NumPy" => new() { ["a.npy"] = Npy() },
        _ => throw new ArgumentOutOfRangeException(nameof(format)),
    };

    [Theory]
    [InlineData("GDF 1", "Wang", "P7", "20120706", "run 3")]
    [InlineData("GDF 2.00", "run 3")]
    [InlineData("GDF 2.20", "run 3")]
    [InlineData("FIF")]
    [InlineData("EEGLAB", "left handed")]
    [InlineData("EEGLAB compressed", "left handed")]
    [InlineData("MAT")]
    [InlineData("MAT big-endian")]
    [InlineData("Persyst", "Ada", "2016")]
    [InlineData("Nicolet", "1102", "2015-01-01", "12:00:00")]
    [InlineData("Curry", "2015")]
    [InlineData("Neuroscan", "Ada Example", "4711", "10:20:30", "16/02/13")]
    [InlineData("Nihon Kohden", "Ada Example", "6416", "190403", "160016", "2001/02/03", "20190403")]
    [InlineData("ANT", "Ada Example", "4711", "45544.4")]
    [InlineData("EGI")]
    [InlineData("Intan", "Zhang Ruyi")]
    [InlineData("BCI2000", "Jane", "D:\\data", "2024")]
    [InlineData("WFDB", "14:3:22", "05/03/2024", "69 M")]
    [InlineData("NumPy")]
    public void Nothing_planted_comes_out_and_every_sample_does(string format, params string[] more)
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.PathOf("in"));
        foreach (var (name, bytes) in Files(format)) File.WriteAllBytes(folder.PathOf("in/" + name), bytes);
        var report = new Deidentifier().Run(folder.PathOf("in"), folder.PathOf("out"));
        Assert.True(report.IsComplete, string.Join('\n', report.Files.Select(f => f.Path + " " + f.Reason + string.Join(' ', f.Leftovers))));
        var file = report.Files[0];
        Assert.NotEmpty(format == "NumPy" ? [.. file.Findings, new("", null, "", default, default, default, 0, "", 0)] : file.Findings);
        if (format is not ("MAT" or "MAT big-endian" or "NumPy")) Assert.True(file.SamplesCompared > 0);
        Planted.AssertAbsent(folder.PathOf("out"), more);
        Planted.AssertUnquoted(report);
    }

    /// <summary>What was released is clean already: nothing is found, and it comes out as it went in.</summary>
    [Theory]
    [InlineData("GDF 1")]
    [InlineData("GDF 2.20")]
    [InlineData("FIF")]
    [InlineData("EEGLAB")]
    [InlineData("MAT")]
    [InlineData("Persyst")]
    [InlineData("Nicolet")]
    [InlineData("Curry")]
    [InlineData("Neuroscan")]
    [InlineData("Nihon Kohden")]
    [InlineData("ANT")]
    [InlineData("EGI")]
    [InlineData("Intan")]
    [InlineData("BCI2000")]
    [InlineData("WFDB")]
    public void Doing_it_twice_changes_nothing_more(string format)
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.PathOf("in"));
        foreach (var (name, bytes) in Files(format)) File.WriteAllBytes(folder.PathOf("in/" + name), bytes);
        new Deidentifier().Run(folder.PathOf("in"), folder.PathOf("once"));
        var again = new Deidentifier().Run(folder.PathOf("once"), folder.PathOf("twice"));
        Assert.True(again.IsComplete, again.Files[0].Reason + string.Join(' ', again.Files[0].Leftovers));
        Assert.All(again.Files, f => Assert.Empty(f.Findings));
        foreach (var file in Directory.GetFiles(folder.PathOf("once")))
            Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(folder.PathOf("twice/" + Path.GetFileName(file))));
    }

    [Fact]
    public void Fif_keeps_the_place_of_every_tag()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.PathOf("a_raw.fif"), Fif());
        new Deidentifier().Run(folder.PathOf("a_raw.fif"), folder.PathOf("b_raw.fif"));
        Assert.Equal(new FileInfo(folder.PathOf("a_raw.fif")).Length, new FileInfo(folder.PathOf("b_raw.fif")).Length);
        using var before = Recording.Open(folder.PathOf("a_raw.fif"));
        using var after = Recording.Open(folder.PathOf("b_raw.fif"));
        Assert.Equal("", after.Header.Subject);
        Assert.InRange(after.Header.StartTime!.Value.Year, 1902, 1925);
        Assert.Equal(before.Markers.Select(m => m.Onset), after.Markers.Select(m => m.Onset));
    }

    [Fact]
    public void Refuses_objects_in_matlab_files()
    {
        using var folder = new TemporaryFolder();
        var file = new MatBytes();
        File.WriteAllBytes(folder.PathOf("a.mat"), file.Add(file.Matrix("t", 17, [1, 1], file.Element(1, "MCOS"u8.ToArray()))).ToBytes());
        var report = new Deidentifier().Run(folder.PathOf("a.mat"), folder.PathOf("b.mat"));
        Assert.Equal(FileVerdict.Refused, report.Files[0].Verdict);
        Assert.Contains("object or function", report.Files[0].Reason, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.PathOf("b.mat")));
    }

    private static byte[] Gdf(string version) => new GdfFile
    {
        Version = version,
        Patient = $"{Planted.HospitalNumber} {Planted.Foreign}",
        Recording = $"run 3 {Planted.Technician}",
        Signals = [new("C3", 4, 3) { Sensor = $"SN-77A90312" }, new(Planted.Foreign, 4, 3), new("Resp", 2, 16)],
        Tags = version == "1.25" ? [] : [.. GdfFile.Tag(1, $"start\0Mrs. {Planted.Foreign}"), .. GdfFile.Tag(3, "maker\0model\01\077A90312"), .. GdfFile.Tag(6, Planted.Technician),
            .. GdfFile.Tag(7, Planted.Hospital), .. GdfFile.Tag(99, Planted.Mail)],
        Change = bytes =>
        {
            if (version == "1.25") return;
            // Birth date, weight and height, place of the laboratory.
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(176), (ulong)(new DateOnly(1951, 5, 2).DayNumber + 367) << 32);
            bytes[85] = 70;
            bytes[86] = 171;
            "Haverkmp"u8.CopyTo(bytes.AsSpan(156));
        },
    };

    private static byte[] Fif() => FifBytes.Recording(
        info: f => f.Begin(106).Int(400, 4711).Text(401, "Ruoxu").Text(403, Planted.Foreign).Tag(404, 6, [0x00, 0x25, 0x3D, 0x8C]).Int(405, 2).Text(409, Planted.Hospital)
            .Text(410, Planted.HospitalNumber).End(106).Text(212, Planted.Technician).Text(206, $"Dr. {Planted.Technician}, 2024-03-05").Text(501, Planted.Mail).Text(154, "77A90312"),
        after: f => f.Begin(901).Text(113, @"C:\Users\Quistgaard\mne.exe").Int(204, 1_000_000_100, 0).End(901));

    private static Dictionary<string, byte[]> Eeglab(bool isCompressed)
    {
        var set = new EeglabBytes { DataFile = "Haverkamp.fdt", IsCompressed = isCompressed, Events = [(Note, 11.5, 20), ("left", 1, null)] };
        var bytes = set.ToBytes();
        return new()
        {
            ["Haverkamp.set"] = isCompressed ? bytes : Replaced(bytes, "left handed", "Haverkamp  "),
            ["Haverkamp.fdt"] = set.DataBytes(),
            ["names.txt"] = Encoding.UTF8.GetBytes($"Patient name: {Planted.Foreign}\n"),
        };
    }

    private static byte[] Mat(bool isBigEndian)
    {
        var m = new MatBytes(isBigEndian);
        m.Add(m.Text("note", Wide)).Add(m.Doubles("x", [2, 2], 1, 2, 3, 4));
        m.AddCompressed(m.Struct("info", ("patient_name", m.Text("", Planted.Foreign)), ("patient_id", m.Doubles("", [1, 1], 20987654)), ("technician", m.Text("", Planted.Technician)),
            ("when", m.Doubles("", [1, 6], 2024, 3, 5, 14, 3, 22)), ("list", m.Cell("", m.Text("", $"Mrs. {Planted.Foreign}"), m.Text("", Planted.Mail)))));
        return Replaced(m.ToBytes(), "MATLAB 5.0 MAT-file, made by a test", "MATLAB 5.0 MAT-file, made by Ruoxu ");
    }

    private static Dictionary<string, byte[]> Persyst()
    {
        var data = new byte[4 + 40 * 2 * 2];
        for (var i = 0; i < 80; i++) BinaryPrimitives.WriteInt16LittleEndian(data.AsSpan(4 + i * 2), (short)(i * 7 - 100));
        return new()
        {
            ["made.dat"] = data,
            ["made.lay"] = Encoding.UTF8.GetBytes($"""
                [FileInfo]
                File=D:\Haverkamp\made.dat
                FileType=Interleaved
                SamplingRate=10
                HeaderLength=4
                Calibration=0.5
                WaveformCount=2
                DataType=0
                [Patient]
                First=Ada
                Last={Planted.Foreign}
                ID={Planted.HospitalNumber}
                BirthDate=02-MAY-1951
                TestDate=02/13/2016
                TestTime=23:59:58
                Technician={Planted.Technician}
                Comments1={Note}
                [ChannelMap]
                Cz-Ref=2
                {Planted.Foreign}=1
                [SampleTimes]
                0=86398.25
                20=3.5
                [Comments]
                0.5,0.25,0,1,{Note}
                """),
        };
    }

    private static Dictionary<string, byte[]> Nicolet() => new()
    {
        ["made.data"] = [.. Enumerable.Range(0, 20 * 3).SelectMany(i => BitConverter.GetBytes((short)(i * 100 - 3000)))],
        ["made.head"] = Encoding.UTF8.GetBytes($"""
            start_ts=2015-01-01 12:00:00.250
            num_samples=20
            sample_freq=256
            conversion_factor=0.179000
            num_channels=3
            elec_names=[FP1,{Planted.Foreign},PHO]
            pat_id={Planted.HospitalNumber}
            adm_id=1102
            rec_id={Planted.Mobile}
            duration_in_sec=2
            sample_bytes=2
            patient_name={Planted.Foreign}
            """),
    };

    private static Dictionary<string, byte[]> Curry() => new()
    {
        ["made.cdt"] = [.. Enumerable.Range(0, 300).SelectMany(i => BitConverter.GetBytes(i * 0.25f))],
        ["made.cdt.dpa"] = Encoding.UTF8.GetBytes($$"""
            DATA_PARAMETERS START
               DataGuid = {0B86B22B-1A49-411A-9657-4A4BDA3D3ED8}
               DataByteOrder = INTEL
               DataSampOrder = SAMP
               AmplifierInfo = {{Planted.Serial}}
               Comments = {{Note}}
               FileHistory = C:\Users\{{Planted.Technician}}\a.bdf 29.08.2018
               FileVersion = 800
               DataFormat = FLOAT
               NumSamples = 100
               NumTrials = 1
               NumChannels = 3
               StartYear = 2015
               StartMonth = 3
               StartDay = 19
               StartHour = 8
               StartMin = 4
               StartSec = 11
               StartMillisec = 250
               SampleTimeUsec = 2000
               SampleFreqHz = 500
            DATA_PARAMETERS END
            DEVICE_PARAMETERS START
               DataUnit = uV
            DEVICE_PARAMETERS END
            LABELS START_LIST	# Do not edit!
            C3
            Mrs. {{Planted.Foreign}}
            Cz
            LABELS END_LIST
            """),
    };

    private static byte[] Neuroscan()
    {
        var bytes = new NeuroscanCntBytes { Date = "02/13/16", IsMarked = true, Labels = ["C3", "Haverkamp", "VEOG"] }.ToBytes();
        foreach (var (at, text) in new[] { (41, Planted.Technician), (61, "Dr. Ruoxu"), (101, "Nowhere Hospital"), (145, "Ruoxu"), (257, @"C:\Haverkamp\a.avg"), (760, @"D:\Haverkamp.ev2") })
            Encoding.ASCII.GetBytes(text).CopyTo(bytes, at);
        Encoding.ASCII.GetBytes("Haverkamp").CopyTo(bytes, 121);
        return [.. bytes, .. Encoding.ASCII.GetBytes("Mrs. Haverkamp")];
    }

    private static Dictionary<string, byte[]> NihonKohden()
    {
        var files = new NihonKohdenBytes { Notes = [("Mrs. Haverkamp", "000000", "190403160016", 250_000), ("Dr. Quistgaard came in", "000002", "190403160020", 500_000)] }.ToFiles();
        Encoding.ASCII.GetBytes("MB0400FU.PNT").CopyTo(files["made.EEG"], 0x20);
        Encoding.ASCII.GetBytes("20190403160016").CopyTo(files["made.EEG"], 0x40);
        Encoding.ASCII.GetBytes("EEG-1100C 190403").CopyTo(files["made.EEG"], 0x96);
        files["made.PNT"] = Replaced(files["made.PNT"], "Ada Example", "Haverkamp  ");
        return files;
    }

    private static Dictionary<string, byte[]> Ant() => new()
    {
        ["a.cnt"] = new AntCntBytes
        {
            Info = $"[StartDate]\n45544.456759259258\n[StartFraction]\n0.25\n[MachineMake]\neego\n[MachineSN]\n77A90312\n[Hospital]\n{Planted.Hospital}\n[SubjectName]\n{Planted.Foreign}\n"
                + $"[SubjectID]\n4711\n[SubjectDateOfBirth]\n1951-05-02\n[Technician]\n{Planted.Technician}\n[Comment]\n{Note}\n",
        }.ToBytes(),
        ["a.evt"] = AntCntBytes.Library(),
    };

    private static Dictionary<string, byte[]> Wfdb()
    {
        var note = Encoding.UTF8.GetBytes($"Mrs. {Planted.Foreign} coughs ");
        return new()
        {
            ["haverkamp.hea"] = Encoding.UTF8.GetBytes($"haverkamp 2 250 50 14:3:22 05/03/2024\nhaverkamp.dat 16 200 12 0 0 0 0 MLII\nhaverkamp.dat 16 200 12 0 0 0 0 {Planted.Foreign}\n"
                + $"# 69 M {Planted.HospitalNumber}\n# {Planted.Name}\n"),
            ["haverkamp.dat"] = new byte[200],
            // A beat with a text, and the mark of the end.
            ["haverkamp.atr"] = [10, 22 << 2, (byte)note.Length, 63 << 2, .. note, .. new byte[note.Length % 2], 0, 0],
        };
    }

    private static byte[] Npy()
    {
        var head = Encoding.ASCII.GetBytes("{'descr': '<f8', 'fortran_order': False, 'shape': (20, 3), }".PadRight(117) + "\n");
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)head.Length, 0, .. head, .. Enumerable.Range(0, 60).SelectMany(i => BitConverter.GetBytes(i * 0.5))];
    }

    private static byte[] Replaced(byte[] bytes, string old, string now, Encoding? encoding = null)
    {
        var (from, to) = ((encoding ?? Encoding.ASCII).GetBytes(old), (encoding ?? Encoding.ASCII).GetBytes(now));
        var at = bytes.AsSpan().IndexOf(from);
        Assert.True(at >= 0 && from.Length == to.Length, $"'{old}' cannot become '{now}'");
        to.CopyTo(bytes, at);
        return bytes;
    }
}
