using System.Text;

namespace Pons.Tests.Formats.Bids.Validation;

/// <summary>One fault in a valid data set, and what must be said of it.</summary>
internal sealed record PlantedFault(string Rule, string File, Action<BidsTree> Plant)
{
    private const string Eeg = BidsTree.Eeg, Rest = BidsTree.Rest, Ieeg = BidsTree.Ieeg, Emg = BidsTree.Emg;
    private const string Session = "sub-01/ses-01/", Description = "dataset_description.json";

    /// <summary>Tells faults of one rule apart.</summary>
    public string Variant { get; init; } = "";

    /// <summary>Line that must be named, when one must.</summary>
    public int? Line { get; init; }

    /// <summary>Done to the files on disk, for what bytes cannot say.</summary>
    public Func<string, IDisposable?>? OnDisk { get; init; }

    public static readonly PlantedFault[] All =
    [
        // The data set.
        new("dataset-description", Description, t => t.Remove(Description)),
        new("version-unknown", Description, t => t.Edit(Description, "1.11.1", "9.1.0")) { Line = 3 },
        new("name-blank", Description, t => t.Edit(Description, "A small study", " ")) { Line = 2 },
        new("authors-missing", Description, t => t.Edit(Description, """["A. Person", "B. Person"]""", "[]")),
        new("citation-twice", Description, t => { t["CITATION.cff"] = "cff-version: 1.2.0"; t.Edit(Description, "\"License\": \"CC0\",", ""); }),
        new("citation-overlap", Description, t => { t["CITATION.cff"] = "cff-version: 1.2.0"; t.Edit(Description, "\"Authors\": [\"A. Person\", \"B. Person\"],", ""); }) { Line = 6 },
        new("generated-by-name", Description, t => t.Edit(Description, "\"Name\": \"Pons\", ", "")) { Line = 8 },
        new("readme-missing", "README", t => t.Remove("README")),
        new("readme-several", "README.md", t => t["README.md"] = t["README"]),
        new("readme-small", "README", t => t["README"] = "short"),
        new("text-encoding", "README", t => t.SetBytes("README", [.. t.Bytes("README"), 0xE9, 0x20])),
        new("text-encoding", "CHANGES", t => t.SetBytes("CHANGES", [.. t.Bytes("CHANGES"), 0xFF])) { Variant = "changes" },
        new("changes-format", "CHANGES", t => t["CHANGES"] = "Everything is new.\n"),
        new("folder-unknown", "raw", t => t["raw/a.txt"] = "x"),
        new("folder-unknown", "sub-01/ses-01/EEG2", t => t["sub-01/ses-01/EEG2/a.txt"] = "x") { Variant = "datatype" },
        new("folder-unknown", "sub-01/ses-01/eeg/old", t => t["sub-01/ses-01/eeg/old/a.txt"] = "x") { Variant = "below" },
        new("session-layout", "sub-02", t => t["sub-02/beh/sub-02_task-quiz_beh.tsv"] = "trial_type\na\n"),
        new("session-missing", "sub-02", t => { foreach (var s in (string[])["01", "03"]) t[$"sub-{s}/ses-02/beh/sub-{s}_ses-02_task-quiz_beh.tsv"] = "trial_type\na\n"; AddSubject(t, "03"); t["sub-01/sub-01_sessions.tsv"] += "ses-02\tn/a\tn/a\n"; })
        {
            Variant = "two of three",
        },
        new("subjects-missing", ".", t => t.Keep("dataset_description.json", "README", "CHANGES")),
        new("subject-empty", "sub-03", t => { AddSubject(t, "03", data: false); t["sub-03/ses-01/sub-03_ses-01_scans.tsv"] = "filename\n"; }),
        new("derivative-description", "derivatives/filtered", t => t["derivatives/filtered/sub-01/x.txt"] = "x"),

        // Files.
        new("file-empty", Eeg + "eeg.edf", t => t.SetBytes(Eeg + "eeg.edf", [])),
        new("file-empty", Eeg + "eeg.json", t => t.SetBytes(Eeg + "eeg.json", [])) { Variant = "side-car" },
        new("file-empty", Eeg + "channels.tsv", t => t.SetBytes(Eeg + "channels.tsv", [])) { Variant = "table" },
        new("file-empty", "participants.tsv", t => t.SetBytes("participants.tsv", [])) { Variant = "participants" },
        new("link-broken", Eeg + "eeg.edf", t => t.Remove(Eeg + "eeg.edf")) { OnDisk = f => Link(Path.Combine(f, Eeg + "eeg.edf"), "../../../.git/annex/objects/x") },
        new("link-outside", "CHANGES", t => t.Remove("CHANGES"))
        {
            OnDisk = f =>
            {
                System.IO.File.WriteAllText(f + ".changes", "1.0.0 2025-01-31\n");
                return Link(Path.Combine(f, "CHANGES"), f + ".changes");
            },
        },
        new("file-unreadable", "phenotype/moca.json", _ => { }) { OnDisk = f => new FileStream(Path.Combine(f, "phenotype/moca.json"), FileMode.Open, FileAccess.Read, FileShare.None) },
        new("case-collision", "phenotype/moca.tsv", t => { t["phenotype/Moca.tsv"] = t["phenotype/moca.tsv"]; t["phenotype/Moca.json"] = "{ \"moca\": {} }"; t.Remove("phenotype/moca.json"); t["phenotype/moca.tsv"] = "participant_id\nsub-01\n"; }),
        new("gz-twice", Session + "anat/sub-01_ses-01_T1w.nii.gz", t => { t[Session + "anat/sub-01_ses-01_T1w.nii"] = "x"; t[Session + "anat/sub-01_ses-01_T1w.nii.gz"] = "x"; }),
        new("recording-twice", Eeg + "eeg.set", t => t[Eeg + "eeg.set"] = "MATLAB 5.0"),

        // Names.
        new("name-pattern", Session + "eeg/sub-01_ses-01_task_faces_eeg.edf", t => t.Rename(Eeg + "eeg.edf", Session + "eeg/sub-01_ses-01_task_faces_eeg.edf")),
        new("name-suffix", Session + "eeg/sub-01_ses-01_task-faces_EEG.edf", t => t.Rename(Eeg + "eeg.edf", Session + "eeg/sub-01_ses-01_task-faces_EEG.edf")),
        new("name-suffix", Eeg + "chanels.tsv", t => t.Rename(Eeg + "channels.tsv", Eeg + "chanels.tsv")) { Variant = "table" },
        new("name-extension", Eeg + "eeg.cnt", t => t.Rename(Eeg + "eeg.edf", Eeg + "eeg.cnt")),
        new("extension-case", Eeg + "eeg.EDF", t => t.Rename(Eeg + "eeg.edf", Eeg + "eeg.EDF")),
        new("name-datatype", Session + "beh/sub-01_ses-01_task-quiz_eeg.edf", t => t.SetBytes(Session + "beh/sub-01_ses-01_task-quiz_eeg.edf", t.Bytes(Eeg + "eeg.edf"))),
        new("name-place", "sub-01_task-x_eeg.edf", t => t.SetBytes("sub-01_task-x_eeg.edf", t.Bytes(Eeg + "eeg.edf"))),
        new("name-place", Session + "sub-01_ses-01_task-x_eeg.edf", t => t.SetBytes(Session + "sub-01_ses-01_task-x_eeg.edf", t.Bytes(Eeg + "eeg.edf"))) { Variant = "session" },
        new("name-place", Session + "eeg/sub-01_ses-01_scans.tsv", t => t.Rename(Session + "sub-01_ses-01_scans.tsv", Session + "eeg/sub-01_ses-01_scans.tsv")) { Variant = "scans" },
        new("root-file", "protocol.docx", t => t["protocol.docx"] = "x"),
        new("entity-unknown", Session + "eeg/sub-01_ses-01_tsk-faces_eeg.edf", t => t.Rename(Eeg + "eeg.edf", Session + "eeg/sub-01_ses-01_tsk-faces_eeg.edf")),
        new("entity-value", Session + "eeg/sub-01_ses-01_task-fa.ces_eeg.edf".Replace("fa.ces", "fa ces", StringComparison.Ordinal), t => t.Rename(Eeg + "eeg.edf", Session + "eeg/sub-01_ses-01_task-fa ces_eeg.edf")),
        new("entity-value", "sub-0 3", t => { t["sub-0 3/eeg/x.txt"] = "x"; }) { Variant = "folder" },
        new("entity-value", Session + "eeg/sub-01_ses-01_task-faces_run-a_events.tsv", t => t[Session + "eeg/sub-01_ses-01_task-faces_run-a_events.tsv"] = "onset\tduration\n") { Variant = "index" },
        new("entity-order", Session + "eeg/sub-01_task-faces_ses-01_eeg.edf", t => t.Rename(Eeg + "eeg.edf", Session + "eeg/sub-01_task-faces_ses-01_eeg.edf")),
        new("entity-repeated", Eeg + "task-faces_eeg.edf", t => t.Rename(Eeg + "eeg.edf", Eeg + "task-faces_eeg.edf")),
        new("entity-missing", Session + "eeg/sub-01_ses-01_eeg.edf", t => t.Rename(Eeg + "eeg.edf", Session + "eeg/sub-01_ses-01_eeg.edf")),
        new("entity-missing", Session + "eeg/sub-01_task-faces_eeg.edf", t => t.Rename(Eeg + "eeg.edf", Session + "eeg/sub-01_task-faces_eeg.edf")) { Variant = "session" },
        new("entity-refused", Session + "eeg/sub-01_ses-01_task-faces_echo-1_eeg.edf", t => t.Rename(Eeg + "eeg.edf", Session + "eeg/sub-01_ses-01_task-faces_echo-1_eeg.edf")),
        new("entity-folder", Session + "eeg/sub-02_ses-01_task-faces_eeg.edf", t => t.Rename(Eeg + "eeg.edf", Session + "eeg/sub-02_ses-01_task-faces_eeg.edf")),

        // JSON.
        new("json-encoding", Eeg + "eeg.json", t => t[Eeg + "eeg.json"] = "\uFEFF" + t[Eeg + "eeg.json"]),
        new("json-encoding", Eeg + "eeg.json", t => t.SetBytes(Eeg + "eeg.json", Encoding.Latin1.GetBytes(t[Eeg + "eeg.json"].Replace("Faces", "Café", StringComparison.Ordinal)))) { Variant = "latin" },
        new("json-syntax", Eeg + "eeg.json", t => t.Edit(Eeg + "eeg.json", "\"SamplingFrequency\": 100,", "\"SamplingFrequency\": 100")) { Line = 7 },
        new("json-syntax", Description, t => t.Edit(Description, "\"License\": \"CC0\",", "'License': 'CC0',")) { Line = 6, Variant = "description" },
        new("json-object", Eeg + "eeg.json", t => t[Eeg + "eeg.json"] = "[1, 2]"),
        new("json-twice", Eeg + "eeg.json", t => t.Edit(Eeg + "eeg.json", "\"RecordingDuration\": 10,", "\"RecordingDuration\": 10,\n \"RecordingDuration\": 10,")) { Line = 10 },
        new("json-long", "participants.json", t => t["participants.json"] = "{}" + new string(' ', 17 << 20)),
        new("field-required", Eeg + "eeg.json", t => t.Edit(Eeg + "eeg.json", "\"SamplingFrequency\": 100,", "")),
        new("field-required", Description, t => t.Edit(Description, "\"BIDSVersion\": \"1.11.1\",", "")) { Variant = "description" },
        new("field-required", Eeg + "physio.json", t => t.Edit(Eeg + "physio.json", "\"StartTime\": 0, ", "")) { Variant = "physio" },
        new("field-required", Session + "eeg/sub-01_ses-01_coordsystem.json", t => t.Edit(Session + "eeg/sub-01_ses-01_coordsystem.json", "\"EEGCoordinateUnits\": \"m\", ", "")) { Variant = "coordsystem" },
        new("field-required", Emg + "emg.json", t => t.Edit(Emg + "emg.json", "\"EMGPlacementScheme\": \"Measured\"", "\"EMGPlacementScheme\": \"Other\"")) { Variant = "conditional" },
        new("field-recommended", Eeg + "eeg.json", t => t.Edit(Eeg + "eeg.json", "\"EEGGround\": \"AFz\", ", "")),
        new("field-recommended", Eeg + "eeg.json", t => t.Edit(Eeg + "eeg.json", "continuous", "epoched")) { Variant = "conditional" },
        new("field-type", Eeg + "eeg.json", t => t.Edit(Eeg + "eeg.json", "\"PowerLineFrequency\": 50", "\"PowerLineFrequency\": true")) { Line = 7 },
        new("field-type", Eeg + "eeg.json", t => t.Edit(Eeg + "eeg.json", "\"EEGChannelCount\": 2", "\"EEGChannelCount\": 2.5")) { Line = 8, Variant = "integer" },
        new("field-type", Description, t => t.Edit(Description, """["A. Person", "B. Person"]""", "\"A. Person, B. Person\"")) { Line = 7, Variant = "array" },
        new("field-value", Eeg + "eeg.json", t => t.Edit(Eeg + "eeg.json", "continuous", "Continuous")) { Line = 10 },
        new("field-value", Session + "eeg/sub-01_ses-01_coordsystem.json", t => t.Edit(Session + "eeg/sub-01_ses-01_coordsystem.json", "\"EEGCoordinateSystem\": \"CapTrak\"", "\"EEGCoordinateSystem\": \"head\"")) { Variant = "coordsystem" },
        new("field-value", Description, t => t.Edit(Description, "8.4.0", "8.4")) { Line = 4, Variant = "hed" },
        new("field-range", Eeg + "eeg.json", t => t.Edit(Eeg + "eeg.json", "\"PowerLineFrequency\": 50", "\"PowerLineFrequency\": 0")) { Line = 7 },
        new("field-deprecated", Eeg + "eeg.json", t => t.Edit(Eeg + "eeg.json", "\"MiscChannelCount\": 0", "\"MiscChannelCount\": 0, \"MISCChannelCount\": 0")) { Line = 8 },
        new("field-deprecated", Session + "eeg/sub-01_ses-01_coordsystem.json", t => t.Edit(Session + "eeg/sub-01_ses-01_coordsystem.json", "\"EEGCoordinateSystem\": \"CapTrak\"", "\"EEGCoordinateSystem\": \"fsaverage5\"")) { Variant = "value" },
        new("field-deprecated", "participants.tsv", t => t.Edit("participants.tsv", "\t41\t", "\t89+\t")) { Line = 3, Variant = "age" },
        new("age-unit", "participants.json", t => t.Edit("participants.json", "\"year\"", "\"years\"")),
        new("column-description", "task-faces_events.json", t => t.Edit("task-faces_events.json", "{ \"Description\": \"The picture\" }", "\"The picture\"")) { Line = 3 },
        new("reference-missing", Session + "ieeg/sub-01_ses-01_coordsystem.json", t => t.Edit(Session + "ieeg/sub-01_ses-01_coordsystem.json", "{", "{ \"IntendedFor\": \"bids::sub-01/anat/sub-01_T1w.nii.gz\",")) { Line = 1 },
        new("uri-dataset", Session + "ieeg/sub-01_ses-01_coordsystem.json", t => t.Edit(Session + "ieeg/sub-01_ses-01_coordsystem.json", "{", "{ \"IntendedFor\": \"bids:other:sub-01/x.nii\",")),

        // Tables.
        new("table-encoding", Eeg + "channels.tsv", t => t.SetBytes(Eeg + "channels.tsv", Encoding.Latin1.GetBytes(t[Eeg + "channels.tsv"].Replace("Cz\tEEG\tuV", "Cz\tEEG\tµV", StringComparison.Ordinal)))) { Line = 3 },
        new("table-mark", Eeg + "channels.tsv", t => t[Eeg + "channels.tsv"] = "\uFEFF" + t[Eeg + "channels.tsv"]),
        new("table-line-end", Eeg + "channels.tsv", t => t[Eeg + "channels.tsv"] = t[Eeg + "channels.tsv"].Replace("\n", "\r\n", StringComparison.Ordinal)) { Line = 1 },
        new("table-line-end", Eeg + "channels.tsv", t => t[Eeg + "channels.tsv"] = t[Eeg + "channels.tsv"].Replace("\n", "\r", StringComparison.Ordinal)) { Line = 1, Variant = "old" },
        new("table-separator", Eeg + "channels.tsv", t => t[Eeg + "channels.tsv"] = t[Eeg + "channels.tsv"].Replace('\t', ',')) { Line = 1 },
        new("table-cells", Eeg + "events.tsv", t => t.Edit(Eeg + "events.tsv", "house\tn/a", "house")) { Line = 3 },
        new("table-cells", "participants.tsv", t => t.Edit("participants.tsv", "\tleft", "\tleft\textra")) { Line = 3, Variant = "more" },
        new("table-row-blank", Eeg + "events.tsv", t => t[Eeg + "events.tsv"] += "\n") { Line = 4 },
        new("table-row-long", Eeg + "events.tsv", t => t[Eeg + "events.tsv"] += new string('x', 2 << 20) + "\n") { Line = 4 },
        new("cell-blank", Eeg + "events.tsv", t => t.Edit(Eeg + "events.tsv", "house\tn/a", "house\t")) { Line = 3 },
        new("cell-na", Eeg + "events.tsv", t => t.Edit(Eeg + "events.tsv", "house\tn/a", "house\tNaN")) { Line = 3 },
        new("column-blank", Eeg + "channels.tsv", t => Column(t, Eeg + "channels.tsv", "", "x")) { Line = 1 },
        new("column-repeated", Eeg + "channels.tsv", t => Column(t, Eeg + "channels.tsv", "status", "good")) { Line = 1 },
        new("column-required", Eeg + "events.tsv", t => t.Edit(Eeg + "events.tsv", "duration", "length")) { Line = 1, Variant = "also undescribed" },
        new("column-required", "participants.tsv", t => t["participants.tsv"] = "species\tage\tsex\thandedness\nhomo sapiens\t30\tF\tright\n") { Line = 1 },
        new("column-recommended", "participants.tsv", t => t["participants.tsv"] = "participant_id\tspecies\tage\tsex\nsub-01\thomo sapiens\t30\tF\nsub-02\thomo sapiens\t30\tM\n") { Line = 1 },
        new("column-order", Eeg + "channels.tsv", t => t[Eeg + "channels.tsv"] = "type\tname\tunits\nEEG\tFp1\tuV\nEEG\tCz\tuV\nVEOG\tVEOG\tuV\n") { Line = 1 },
        new("column-value", Eeg + "channels.tsv", t => t.Edit(Eeg + "channels.tsv", "Cz\tEEG", "Cz\teeg")) { Line = 3, Variant = "type" },
        new("column-value", Eeg + "channels.tsv", t => t.Edit(Eeg + "channels.tsv", "bad", "broken")) { Line = 4 },
        new("column-value", Eeg + "events.tsv", t => t.Edit(Eeg + "events.tsv", "2.5\t0", "2.5\t-1")) { Line = 3, Variant = "range" },
        new("column-value", Eeg + "events.tsv", t => t.Edit(Eeg + "events.tsv", "2.5\t0", "2,5\t0")) { Line = 3, Variant = "decimal comma" },
        new("column-value", "sub-01/sub-01_sessions.tsv", t => t.Edit("sub-01/sub-01_sessions.tsv", "1925-01-01T10:00:00", "1.1.1925")) { Line = 2, Variant = "time" },
        new("column-value", Session + "eeg/sub-01_ses-01_electrodes.tsv", t => t.Edit(Session + "eeg/sub-01_ses-01_electrodes.tsv", "-0.03", "left")) { Line = 2, Variant = "place" },
        new("column-key", Eeg + "channels.tsv", t => t[Eeg + "channels.tsv"] += "Cz\tEEG\tuV\t100\tgood\n") { Line = 5, Variant = "also counted" },
        new("column-key", "participants.tsv", t => t["participants.tsv"] += "sub-01\thomo sapiens\t30\tF\tright\n") { Line = 4 },
        new("column-undescribed", "participants.tsv", t => Column(t, "participants.tsv", "group", "a")) { Line = 1 },
        new("column-undefined", Eeg + "channels.tsv", t => Column(t, Eeg + "channels.tsv", "gain", "1")) { Line = 1 },
        new("level-undescribed", Eeg + "events.tsv", t => t.Edit(Eeg + "events.tsv", "house", "tree")) { Line = 3 },
        new("unit-unknown", Eeg + "channels.tsv", t => t.Edit(Eeg + "channels.tsv", "Cz\tEEG\tuV", "Cz\tEEG\tmicroV")) { Line = 3 },

        // Tables that list.
        new("participants-missing", "participants.tsv", t => { t.Remove("participants.tsv"); t.Remove("phenotype/moca.tsv"); t.Remove("phenotype/moca.json"); }),
        new("participant-unlisted", "participants.tsv", t => { t.Edit("participants.tsv", "sub-02\thomo sapiens\t41\tM\tleft\n", ""); t.Edit("phenotype/moca.tsv", "sub-02\t29\n", ""); }),
        new("participant-absent", "participants.tsv", t => t["participants.tsv"] += "sub-09\thomo sapiens\t30\tF\tright\n") { Line = 4 },
        new("age-89", "participants.tsv", t => t.Edit("participants.tsv", "\t41\t", "\t93\t")) { Line = 3 },
        new("phenotype-subject", "phenotype/moca.tsv", t => t["phenotype/moca.tsv"] += "sub-09\t30\n") { Line = 4 },
        new("sample-subject", "samples.tsv", t => t.Edit("samples.tsv", "sub-01", "sub-09")) { Line = 2 },
        new("scan-absent", Session + "sub-01_ses-01_scans.tsv", t => t[Session + "sub-01_ses-01_scans.tsv"] += "eeg/sub-01_ses-01_task-x_eeg.edf\tn/a\n") { Line = 5 },
        new("scan-unlisted", Session + "sub-01_ses-01_scans.tsv", t => t.Edit(Session + "sub-01_ses-01_scans.tsv", "eeg/sub-01_ses-01_task-rest_eeg.vhdr\tn/a\n", "")),
        new("session-unlisted", "sub-01/sub-01_sessions.tsv", t => t["sub-01/sub-01_sessions.tsv"] = "session_id\tpathology\n"),
        new("session-absent", "sub-01/sub-01_sessions.tsv", t => t["sub-01/sub-01_sessions.tsv"] += "ses-02\tn/a\tn/a\n") { Line = 3 },
        new("session-column", "sub-01/sub-01_sessions.tsv", t => { Column(t, "sub-01/sub-01_sessions.tsv", "handedness", "left"); t["sub-01/sub-01_sessions.json"] = "{ \"handedness\": { \"Description\": \"d\" } }"; }) { Line = 1 },

        // Side-cars.
        new("sidecar-missing", Eeg + "eeg.edf", t => t.Remove(Eeg + "eeg.json")),
        new("sidecar-orphan", Session + "eeg/sub-01_ses-01_task-other_eeg.json", t => t[Session + "eeg/sub-01_ses-01_task-other_eeg.json"] = t[Eeg + "eeg.json"]),
        new("sidecar-orphan", Session + "eeg/sub-01_ses-01_task-other_channels.tsv", t => t[Session + "eeg/sub-01_ses-01_task-other_channels.tsv"] = t[Eeg + "channels.tsv"]) { Variant = "table" },
        new("sidecar-orphan", "task-other_eeg.json", t => t["task-other_eeg.json"] = "{}") { Variant = "root" },
        new("sidecar-several", Ieeg + "ieeg.json", t => t[Session + "ieeg/sub-01_ses-01_ieeg.json"] = "{}"),
        new("sidecar-override", Rest + "eeg.json", t => t["task-rest_eeg.json"] = "{ \"EEGReference\": \"A1\" }") { Line = 7 },
        new("channels-missing", Eeg + "eeg.edf", t => t.Remove(Eeg + "channels.tsv")),
        new("events-missing", Eeg + "eeg.edf", t => t.Remove(Eeg + "events.tsv")),
        new("electrodes-missing", Ieeg + "ieeg.edf", t => t.Remove(Session + "ieeg/sub-01_ses-01_electrodes.tsv")),
        new("coordsystem-missing", Session + "eeg/sub-01_ses-01_electrodes.tsv", t => t.Remove(Session + "eeg/sub-01_ses-01_coordsystem.json")),
        new("coordsystem-space", "sub-02/ses-01/emg/sub-02_ses-01_electrodes.tsv", t => t.Edit("sub-02/ses-01/emg/sub-02_ses-01_electrodes.tsv", "B\t1\t3\t3\tarm", "B\t1\t3\t3\tleg")) { Line = 3 },
        new("coordsystem-parent", "sub-02/ses-01/emg/sub-02_ses-01_space-arm_coordsystem.json", t => t.Edit("sub-02/ses-01/emg/sub-02_ses-01_space-arm_coordsystem.json", "{", "{ \"ParentCoordinateSystem\": \"body\", \"AnchorCoordinates\": [0, 0], \"AnchorElectrode\": \"A\",")),
        new("electrodes-specific", Session + "eeg/sub-01_ses-01_task-faces_electrodes.tsv", t => t.Rename(Session + "eeg/sub-01_ses-01_electrodes.tsv", Session + "eeg/sub-01_ses-01_task-faces_electrodes.tsv")),

        // Recordings.
        new("recording-unreadable", Eeg + "eeg.edf", t => t[Eeg + "eeg.edf"] = "this is no recording"),
        new("recording-channels", Eeg + "channels.tsv", t => t.Edit(Eeg + "channels.tsv", "Cz\tEEG", "Pz\tEEG")),
        new("recording-channel-count", Eeg + "eeg.json", t => t.Edit(Eeg + "eeg.json", "\"EEGChannelCount\": 2", "\"EEGChannelCount\": 64")) { Line = 8 },
        new("channel-count", Eeg + "eeg.json", t => t.Edit(Eeg + "eeg.json", "\"EEGChannelCount\": 2", "\"EEGChannelCount\": 3")) { Line = 8 },
        new("recording-rate", Eeg + "eeg.json", t => t.Edit(Eeg + "eeg.json", "\"SamplingFrequency\": 100", "\"SamplingFrequency\": 250")) { Line = 6 },
        new("recording-rate", Rest + "eeg.json", t => t.Edit(Rest + "eeg.json", "\"SamplingFrequency\": 100", "\"SamplingFrequency\": 250")) { Line = 6, Variant = "BrainVision" },
        new("channel-rate", Eeg + "channels.tsv", t => t.Edit(Eeg + "channels.tsv", "Cz\tEEG\tuV\t100", "Cz\tEEG\tuV\t200")) { Line = 3 },
        new("recording-duration", Eeg + "eeg.json", t => t.Edit(Eeg + "eeg.json", "\"RecordingDuration\": 10", "\"RecordingDuration\": 100")) { Line = 9 },
        new("recording-gaps", Eeg + "eeg.json", t => t.SetBytes(Eeg + "eeg.edf", BidsTree.EdfWithGap)) { Line = 10 },
        new("brainvision-link", Rest + "eeg.vhdr", t => t.Edit(Rest + "eeg.vhdr", "DataFile=sub-01_ses-01_task-rest_eeg.eeg", "DataFile=Patient7.eeg")),
        new("brainvision-link", Rest + "eeg.vmrk", t => t.Edit(Rest + "eeg.vmrk", "DataFile=sub-01_ses-01_task-rest_eeg.eeg", "DataFile=old.eeg")) { Variant = "markers" },
        new("brainvision-files", Rest + "eeg.vhdr", t => t.Remove(Rest + "eeg.vmrk")),
        new("eeglab-files", Session + "eeg/sub-01_ses-01_task-walk_eeg.fdt", t => AddSamplesWithoutHeader(t)),

        // Events.
        new("event-order", Eeg + "events.tsv", t => t[Eeg + "events.tsv"] += "2\t1\tface\tn/a\n") { Line = 4 },
        new("event-onset", Eeg + "events.tsv", t => t[Eeg + "events.tsv"] += "n/a\t1\tface\tn/a\n") { Line = 4 },
        new("event-early", Eeg + "events.tsv", t => t.Edit(Eeg + "events.tsv", "\n1\t0.5", "\n-100\t0.5")) { Line = 2 },
        new("event-late", Eeg + "events.tsv", t => t[Eeg + "events.tsv"] += "5000\t1\tface\tn/a\n") { Line = 4 },
        new("stimulus-missing", Eeg + "events.tsv", t => t.Edit(Eeg + "events.tsv", "face.png", "face2.png")) { Line = 2 },
        new("beh-events", Session + "beh/sub-01_ses-01_task-quiz_beh.tsv", t => t[Session + "beh/sub-01_ses-01_task-quiz_beh.tsv"] = "onset\tduration\n1\t2\n") { Variant = "also undescribed" },

        // HED.
        new("TAG_INVALID", "task-faces_events.json", t => t.Edit("task-faces_events.json", "\"Levels\": {", "\"HED\": { \"face\": \"Sensory-event\", \"house\": \"Sensory-evnt\" }, \"Levels\": {")) { Line = 2 },
        new("TAG_INVALID", Ieeg + "events.tsv", t => t[Ieeg + "events.tsv"] = "onset\tduration\tHED\n0.5\tn/a\tRed\n0.6\tn/a\tReed\n") { Line = 3, Variant = "column" },
        new("SIDECAR_KEY_MISSING", Eeg + "events.tsv", t => { t.Edit("task-faces_events.json", "\"Levels\": {", "\"HED\": { \"face\": \"Sensory-event\" }, \"Levels\": {"); t.Edit("sub-02/ses-01/eeg/sub-02_ses-01_task-faces_events.tsv", "house", "face"); }) { Line = 3 },
        new("hed-version", Description, t => { t.Edit(Description, "\"HEDVersion\": \"8.4.0\",", ""); t[Ieeg + "events.tsv"] = "onset\tduration\tHED\n0.5\tn/a\tRed\n"; }),
        new("hed-schema", Description, t => { t.Edit(Description, "8.4.0", "99.0.0"); t[Ieeg + "events.tsv"] = "onset\tduration\tHED\n0.5\tn/a\tRed\n"; }),

        // Packed tables.
        new("gzip-magic", Eeg + "physio.tsv.gz", t => t[Eeg + "physio.tsv.gz"] = "0.1\t2\n0.2\t3\n"),
        new("gzip-damaged", Eeg + "physio.tsv.gz", t => t.SetBytes(Eeg + "physio.tsv.gz", t.Bytes(Eeg + "physio.tsv.gz")[..^6])),
        new("gzip-time", Eeg + "physio.tsv.gz", t => t.SetBytes(Eeg + "physio.tsv.gz", BidsTree.Gzip("0.1\t2\n", time: 1_600_000_000))),
        new("gzip-name", Eeg + "physio.tsv.gz", t => t.SetBytes(Eeg + "physio.tsv.gz", BidsTree.Gzip("0.1\t2\n", name: "WangLi.tsv"))),
        new("gzip-comment", Eeg + "physio.tsv.gz", t => t.SetBytes(Eeg + "physio.tsv.gz", BidsTree.Gzip("0.1\t2\n", comment: "of Wang Li"))),
        new("physio-header", Eeg + "physio.tsv.gz", t => t.SetBytes(Eeg + "physio.tsv.gz", BidsTree.Gzip("cardiac\trespiratory\n0.1\t2\n"))) { Line = 1 },
        new("physio-columns", Eeg + "physio.tsv.gz", t => t.SetBytes(Eeg + "physio.tsv.gz", BidsTree.Gzip("0.1\t2\n0.2\t3\t4\n"))) { Line = 2 },
    ];

    private static void Column(BidsTree tree, string path, string name, string value)
    {
        var lines = tree[path].TrimEnd('\n').Split('\n');
        tree[path] = string.Join('\n', lines.Select((line, i) => line + "\t" + (i == 0 ? name : value))) + "\n";
    }

    private static void AddSubject(BidsTree tree, string label, bool data = true)
    {
        tree["participants.tsv"] += $"sub-{label}\thomo sapiens\t30\tF\tright\n";
        if (data) tree[$"sub-{label}/ses-01/beh/sub-{label}_ses-01_task-quiz_beh.tsv"] = "trial_type\na\n";
    }

    private static void AddSamplesWithoutHeader(BidsTree tree)
    {
        const string Stem = Session + "eeg/sub-01_ses-01_task-walk_";
        tree[Stem + "eeg.fdt"] = "numbers";
        tree[Stem + "eeg.json"] = tree[Eeg + "eeg.json"];
        tree[Stem + "channels.tsv"] = tree[Eeg + "channels.tsv"];
        tree[Stem + "events.tsv"] = "onset\tduration\n";
        tree[Session + "sub-01_ses-01_scans.tsv"] += "eeg/sub-01_ses-01_task-walk_eeg.fdt\tn/a\n";
        tree["task-walk_events.json"] = "{ \"StimulusPresentation\": {} }";
    }

    private static IDisposable? Link(string path, string target)
    {
        System.IO.File.CreateSymbolicLink(path, target);
        return null;
    }
}
