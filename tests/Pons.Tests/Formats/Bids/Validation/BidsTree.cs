using System.IO.Compression;
using System.Text;
using Pons.Formats;
using Pons.Formats.Bids.Validation;
using Pons.Formats.BrainVision;
using Pons.Formats.Edf;
using Pons.Streams;

namespace Pons.Tests.Formats.Bids.Validation;

/// <summary>A small valid data set in memory, with recordings written by Pons, in which one thing at a time is spoilt.</summary>
internal sealed class BidsTree
{
    public const string Eeg = "sub-01/ses-01/eeg/sub-01_ses-01_task-faces_";
    public const string Rest = "sub-01/ses-01/eeg/sub-01_ses-01_task-rest_";
    public const string Ieeg = "sub-01/ses-01/ieeg/sub-01_ses-01_task-clicks_";
    public const string Emg = "sub-02/ses-01/emg/sub-02_ses-01_task-grip_";

    private static readonly Lazy<byte[]> Edf = new(() => File("x.edf", new EdfFormat(), "Fp1", "Cz", "VEOG"));
    private static readonly Lazy<IReadOnlyDictionary<string, byte[]>> BrainVision = new(MakeBrainVision);

    private readonly SortedDictionary<string, byte[]> _files = new(StringComparer.Ordinal);

    public BidsTree()
    {
        AddRoot();
        AddFaces("sub-01/ses-01/eeg/sub-01_ses-01_");
        AddFaces("sub-02/ses-01/eeg/sub-02_ses-01_");
        AddRest();
        AddIeeg();
        AddEmg();
        this["sub-01/ses-01/beh/sub-01_ses-01_task-quiz_beh.tsv"] = "trial_type\tresponse_time\nsum\t1.2\n";
        this["sub-01/ses-01/beh/sub-01_ses-01_task-quiz_beh.json"] = BehJson;
        this["sub-01/sub-01_sessions.tsv"] = "session_id\tacq_time\tpathology\nses-01\t1925-01-01T10:00:00\tn/a\n";
        this["sub-01/ses-01/sub-01_ses-01_scans.tsv"] =
            "filename\tacq_time\neeg/sub-01_ses-01_task-faces_eeg.edf\t1925-01-01T10:00:00\neeg/sub-01_ses-01_task-rest_eeg.vhdr\tn/a\n"
            + "ieeg/sub-01_ses-01_task-clicks_ieeg.edf\tn/a\n";
    }

    /// <summary>Text of a file.</summary>
    public string this[string path]
    {
        get => Encoding.UTF8.GetString(_files[path]);
        set => _files[path] = Encoding.UTF8.GetBytes(value);
    }

    public void SetBytes(string path, byte[] content) => _files[path] = content;

    public byte[] Bytes(string path) => _files[path];

    public void Remove(string path) => Assert.True(_files.Remove(path), $"There is no {path}.");

    public void Keep(params string[] paths)
    {
        foreach (var path in _files.Keys.Except(paths).ToList()) _files.Remove(path);
    }

    /// <summary>Replaces what occurs once.</summary>
    public void Edit(string path, string old, string replacement)
    {
        var text = this[path];
        Assert.Equal(2, text.Split(old).Length);
        this[path] = text.Replace(old, replacement, StringComparison.Ordinal);
    }

    public void Rename(string path, string newPath)
    {
        var content = _files[path];
        Remove(path);
        _files[newPath] = content;
    }

    public void Write(string folder)
    {
        foreach (var (path, content) in _files)
        {
            var full = Path.Combine(folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            System.IO.File.WriteAllBytes(full, content);
        }
    }

    public BidsValidationReport Validate(int threads = 1, Func<string, IDisposable?>? onDisk = null)
    {
        using var folder = new TemporaryFolder();
        Write(folder.Path);
        using var held = onDisk?.Invoke(folder.Path);
        return new BidsValidator().Validate(folder.Path, new() { ThreadCount = threads });
    }

    public static byte[] Gzip(string text, uint time = 0, string? name = null, string? comment = null)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(Encoding.UTF8.GetBytes(text));
        var bytes = packed.ToArray();
        BitConverter.TryWriteBytes(bytes.AsSpan(4), time);
        bytes[3] = (byte)((name is null ? 0 : 8) | (comment is null ? 0 : 16));
        byte[] Zero(string? t) => t is null ? [] : [.. Encoding.Latin1.GetBytes(t), 0];
        return [.. bytes[..10], .. Zero(name), .. Zero(comment), .. bytes[10..]];
    }

    /// <summary>The recording of the faces with a gap of two seconds.</summary>
    public static byte[] EdfWithGap
    {
        get
        {
            var info = new StreamInfo("made", [new("Fp1"), new("Cz"), new("VEOG")], 100, new("made"));
            var segments = ((long First, long Count)[])[(0, 500), (700, 500)];
            var stream = new HeldStream(info, new float[3000], [.. segments.Select(s => new RecordedSegment(s.First, s.Count, Timestamp.FromSeconds(info.Clock, s.First / 100.0)))]);
            return File("x.edf", new EdfFormat(), new Recording(new() { Format = "held", File = "made" }, [stream], []));
        }
    }

    private void AddRoot()
    {
        this["dataset_description.json"] = """
            {
              "Name": "A small study",
              "BIDSVersion": "1.11.1",
              "HEDVersion": "8.4.0",
              "DatasetType": "raw",
              "License": "CC0",
              "Authors": ["A. Person", "B. Person"],
              "GeneratedBy": [{ "Name": "Pons", "Version": "0.1.0" }],
              "SourceDatasets": [{ "URL": "https://example.org/source" }]
            }
            """;
        this["README"] = string.Concat(Enumerable.Repeat("A study with made recordings, to test the validation of data sets. ", 4));
        this["CHANGES"] = "1.0.0 2025-01-31\n  - First release.\n";
        this["participants.tsv"] = "participant_id\tspecies\tage\tsex\thandedness\nsub-01\thomo sapiens\t30\tF\tright\nsub-02\thomo sapiens\t41\tM\tleft\n";
        this["participants.json"] = """{ "age": { "Description": "Age", "Units": "year" }, "sex": { "Description": "Sex", "Levels": { "F": "female", "M": "male" } } }""";
        this["samples.tsv"] = "sample_id\tparticipant_id\tsample_type\tpathology\tderived_from\nsample-1\tsub-01\ttissue\tn/a\tn/a\n";
        this["phenotype/moca.tsv"] = "participant_id\tmoca\nsub-01\t28\nsub-02\t29\n";
        this["phenotype/moca.json"] = """{ "moca": { "Description": "Score of the test" } }""";
        this["stimuli/face.png"] = "no picture";
        this["code/run.sh"] = "true";
        this["task-faces_events.json"] = """
            {
              "trial_type": { "Description": "What was shown", "Levels": { "face": "a face", "house": "a house" } },
              "stim_file": { "Description": "The picture" },
              "StimulusPresentation": { "SoftwareName": "Pons" }
            }
            """;
        this[".bidsignore"] = "# notes of the laboratory\nnotes/\n*_draft.txt\n";
        this["notes/remarks.txt"] = "seen by nobody";
    }

    private void AddFaces(string prefix)
    {
        var name = prefix + "task-faces_";
        SetBytes(name + "eeg.edf", Edf.Value);
        this[name + "eeg.json"] = EegJson.Replace("TASK", "Faces", StringComparison.Ordinal);
        this[name + "channels.tsv"] =
            "name\ttype\tunits\tsampling_frequency\tstatus\nFp1\tEEG\tuV\t100\tgood\nCz\tEEG\tuV\t100\tgood\nVEOG\tVEOG\tuV\t100\tbad\n";
        this[name + "events.tsv"] = "onset\tduration\ttrial_type\tstim_file\n1\t0.5\tface\tface.png\n2.5\t0\thouse\tn/a\n";
        SetBytes(name + "physio.tsv.gz", Gzip("0.1\t2\n0.2\t3\nn/a\t4\n"));
        this[name + "physio.json"] = """
            {
              "SamplingFrequency": 50, "StartTime": 0, "Columns": ["cardiac", "respiratory"], "PhysioType": "generic", "TaskName": "Faces",
              "cardiac": { "Description": "pulse", "Units": "mV" }
            }
            """;
        this[prefix + "electrodes.tsv"] = "name\tx\ty\tz\ttype\tmaterial\timpedance\nFp1\t-0.03\t0.08\t0\tcup\tAgCl\t5\nCz\t0\t0\t0.1\tcup\tAgCl\tn/a\n";
        this[prefix + "coordsystem.json"] = """
            {
              "EEGCoordinateSystem": "CapTrak", "EEGCoordinateUnits": "m", "EEGCoordinateSystemDescription": "as usual",
              "FiducialsCoordinates": { "NAS": [0, 0.1, 0] }, "FiducialsCoordinateSystem": "CapTrak", "FiducialsCoordinateUnits": "m",
              "FiducialsCoordinateSystemDescription": "as usual",
              "AnatomicalLandmarkCoordinates": { "NAS": [0, 0.1, 0] }, "AnatomicalLandmarkCoordinateSystem": "CapTrak",
              "AnatomicalLandmarkCoordinateUnits": "m", "AnatomicalLandmarkCoordinateSystemDescription": "as usual"
            }
            """;
    }

    private void AddRest()
    {
        foreach (var (extension, content) in BrainVision.Value) SetBytes(Rest + "eeg" + extension, content);
        this[Rest + "eeg.json"] = EegJson.Replace("TASK", "Rest", StringComparison.Ordinal).Replace("\"EOGChannelCount\": 1", "\"EOGChannelCount\": 0", StringComparison.Ordinal);
        this[Rest + "channels.tsv"] = "name\ttype\tunits\nFp1\tEEG\tuV\nCz\tEEG\tuV\n";
    }

    private void AddIeeg()
    {
        SetBytes(Ieeg + "ieeg.edf", Edf.Value);
        this[Ieeg + "ieeg.json"] = """
            {
              "TaskName": "Clicks", "iEEGReference": "bone", "SamplingFrequency": 100, "PowerLineFrequency": 50, "SoftwareFilters": "n/a",
              "Manufacturer": "m", "ManufacturersModelName": "m", "SoftwareVersions": "1", "DeviceSerialNumber": "n/a", "TaskDescription": "d",
              "Instructions": "i", "CogAtlasID": "https://example.org/a", "CogPOID": "https://example.org/b", "InstitutionName": "n",
              "InstitutionAddress": "a", "InstitutionalDepartmentName": "d", "HardwareFilters": "n/a", "ElectrodeManufacturer": "m",
              "ElectrodeManufacturersModelName": "m", "ECOGChannelCount": 0, "SEEGChannelCount": 2, "EEGChannelCount": 0, "EOGChannelCount": 1,
              "ECGChannelCount": 0, "EMGChannelCount": 0, "MiscChannelCount": 0, "TriggerChannelCount": 0, "RecordingDuration": 10,
              "RecordingType": "continuous", "iEEGGround": "g", "iEEGPlacementScheme": "p", "iEEGElectrodeGroups": "g", "SubjectArtefactDescription": "n/a"
            }
            """;
        this[Ieeg + "channels.tsv"] = "name\ttype\tunits\tlow_cutoff\thigh_cutoff\nFp1\tSEEG\tuV\tn/a\t40\nCz\tSEEG\tuV\t0.1\t40\nVEOG\tVEOG\tuV\tn/a\t40\n";
        this[Ieeg + "events.tsv"] = "onset\tduration\n0.5\tn/a\n";
        this[Ieeg + "events.json"] = """{ "StimulusPresentation": {} }""";
        this["sub-01/ses-01/ieeg/sub-01_ses-01_electrodes.tsv"] =
            "name\tx\ty\tz\tsize\tmaterial\tmanufacturer\tgroup\themisphere\nA1\t1\t2\t3\t5\tplatinum\tm\ta\tL\n";
        this["sub-01/ses-01/ieeg/sub-01_ses-01_coordsystem.json"] = """
            {
              "iEEGCoordinateSystem": "ACPC", "iEEGCoordinateUnits": "mm", "iEEGCoordinateSystemDescription": "d",
              "iEEGCoordinateProcessingDescription": "d", "iEEGCoordinateProcessingReference": "r"
            }
            """;
    }

    private void AddEmg()
    {
        SetBytes(Emg + "emg.edf", File("x.edf", new EdfFormat(), "E0", "E1"));
        this[Emg + "emg.json"] = """
            {
              "TaskName": "Grip", "EMGPlacementScheme": "Measured", "EMGReference": "bipolar", "SamplingFrequency": 100, "PowerLineFrequency": 50,
              "RecordingType": "continuous", "SoftwareFilters": { "band": { "low": 10 } }, "Manufacturer": "m", "ManufacturersModelName": "m",
              "SoftwareVersions": "1", "DeviceSerialNumber": "n/a", "ElectrodeManufacturer": "m", "ElectrodeManufacturersModelName": "m",
              "TaskDescription": "d", "Instructions": "i", "InstitutionName": "n", "InstitutionAddress": "a", "InstitutionalDepartmentName": "d",
              "EMGChannelCount": 2, "HardwareFilters": "n/a", "RecordingDuration": 10
            }
            """;
        this[Emg + "channels.tsv"] =
            "name\ttype\tunits\tsignal_electrode\treference\tgroup\ttarget_muscle\tplacement_scheme\tplacement_description\tinterelectrode_distance\n"
            + "E0\tEMG\tuV\tA\tbipolar\tg\tm\tmeasured\td\t10\nE1\tEMG\tuV\tB\tbipolar\tg\tm\tmeasured\td\t10\n";
        this[Emg + "events.tsv"] = "onset\tduration\n0.5\t1\n";
        this[Emg + "events.json"] = """{ "StimulusPresentation": {} }""";
        this["sub-02/ses-01/emg/sub-02_ses-01_electrodes.tsv"] =
            "name\tx\ty\tz\tcoordinate_system\ttype\tmaterial\timpedance\tgroup\nA\t1\t2\t3\tarm\tcup\tAg\t1\tg\nB\t1\t3\t3\tarm\tcup\tAg\t1\tg\n";
        this["sub-02/ses-01/emg/sub-02_ses-01_space-arm_coordsystem.json"] =
            """{ "EMGCoordinateSystem": "Other", "EMGCoordinateUnits": "mm", "EMGCoordinateSystemDescription": "along the arm" }""";
    }

    private static byte[] File(string name, RecordingFormat format, params string[] labels) => File(name, format, Content(labels));

    private static byte[] File(string name, RecordingFormat format, Recording content)
    {
        using var folder = new TemporaryFolder();
        format.Create(folder.PathOf(name), content);
        return System.IO.File.ReadAllBytes(folder.PathOf(name));
    }

    private static Dictionary<string, byte[]> MakeBrainVision()
    {
        using var folder = new TemporaryFolder();
        var stem = Path.GetFileName(Rest) + "eeg";
        new BrainVisionFormat().Create(folder.PathOf(stem + ".vhdr"), Content("Fp1", "Cz"));
        return ((string[])[".vhdr", ".vmrk", ".eeg"]).ToDictionary(e => e, e => System.IO.File.ReadAllBytes(folder.PathOf(stem + e)));
    }

    private static Recording Content(params string[] labels)
    {
        var info = new StreamInfo("made", [.. labels.Select(l => new Channel(l))], 100, new("made"));
        var samples = Enumerable.Range(0, 1000 * labels.Length).Select(i => (float)Math.Round(50 * Math.Sin(i / 7.0), 1)).ToArray();
        return new(new() { Format = "held", File = "made" }, [new HeldStream(info, samples)], []);
    }

    private const string EegJson = """
        {
          "TaskName": "TASK", "TaskDescription": "d", "Instructions": "i", "CogAtlasID": "https://example.org/a", "CogPOID": "https://example.org/b",
          "InstitutionName": "n", "InstitutionAddress": "a", "InstitutionalDepartmentName": "d",
          "Manufacturer": "m", "ManufacturersModelName": "m", "SoftwareVersions": "1", "DeviceSerialNumber": "n/a",
          "CapManufacturer": "c", "CapManufacturersModelName": "c",
          "SamplingFrequency": 100,
          "EEGReference": "Cz", "EEGGround": "AFz", "PowerLineFrequency": 50, "SoftwareFilters": "n/a", "HardwareFilters": { "band": { "low": 0.1 } },
          "EEGChannelCount": 2, "EOGChannelCount": 1, "ECGChannelCount": 0, "EMGChannelCount": 0, "MiscChannelCount": 0, "TriggerChannelCount": 0,
          "RecordingDuration": 10,
          "RecordingType": "continuous",
          "HeadCircumference": 56, "EEGPlacementScheme": "10-20", "SubjectArtefactDescription": "n/a"
        }
        """;

    private const string BehJson = """
        {
          "TaskName": "Quiz", "Instructions": "i", "TaskDescription": "d", "CogAtlasID": "https://example.org/a", "CogPOID": "https://example.org/b",
          "InstitutionName": "n", "InstitutionAddress": "a", "InstitutionalDepartmentName": "d"
        }
        """;
}
