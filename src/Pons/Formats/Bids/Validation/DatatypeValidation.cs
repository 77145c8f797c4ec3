namespace Pons.Formats.Bids.Validation;

/// <summary>Looks at the files of one folder of a data type.</summary>
internal sealed class DatatypeValidation(
    DatasetContext dataset, FolderLevel level, Inheritance inheritance, SubjectResult result, List<string> recordings)
{
    private readonly FaultList _faults = result.Faults;
    private readonly FieldCheck _fields = new(dataset.Rules, result.Faults);

    public void Run()
    {
        FindPackedTwice();
        if (dataset.Rules.LenientDatatypes.Contains(level.Datatype))
        {
            foreach (var file in level.Files.Where(f => f.Name is { Extension: not ".json" })) UseMetadata(file);
            return;
        }

        foreach (var file in level.Files.Where(f => f.Name is not null))
        {
            dataset.Cancellation.ThrowIfCancellationRequested();
            if (file.Name!.Extension == ".tsv") CheckTable(file);
            else if (file.Name.Extension == ".tsv.gz") CheckPackedTable(file);
            else if (file.Name is { Suffix: "coordsystem", Extension: ".json" }) CheckCoordinates(file);
        }

        if (level.Datatype == "beh") return;
        var groups = level.Files.Where(f => f.Name is { } n && n.Suffix == level.Datatype && n.Extension != ".json").GroupBy(f => f.Name!.Beside(f.Name.Suffix, ""));
        foreach (var group in groups)
        {
            dataset.Cancellation.ThrowIfCancellationRequested();
            CheckRecording([.. group]);
        }
    }

    private void UseMetadata(DatasetFile file)
    {
        inheritance.Sidecar(file);
        inheritance.Nearest(file, "events", ".tsv");
        inheritance.Nearest(file, "channels", ".tsv");
    }

    private void CheckTable(DatasetFile file)
    {
        var suffix = file.Name!.Suffix;
        var description = inheritance.Sidecar(file);
        Action<TableRow>? visit = null;
        if (suffix == "channels") (file.Channels, visit) = ChannelContent.Gather();
        else if (suffix == "events") (file.Events, visit) = EventContent.Gather(file, _faults, dataset.Root);
        else if (suffix == "beh") visit = BehaviourRows(file);
        else if (suffix == "electrodes" && file.Datatype == "emg") visit = ElectrodeRows(file);
        new TableCheck(dataset, _faults).Check(file, dataset.Rules.Table(file.Datatype, suffix), description, visit);
        if (file.Blocked is { } blocked)
        {
            (file.Channels, file.Events) = (null, null);
            blocked.Hides(suffix == "channels" ? ["recording-channels", "channel-count"] : ["column-required", "column-value"]);
        }

        CheckPresence(file, description);
        if (suffix is "electrodes" or "optodes") CheckElectrodes(file);
    }

    private void CheckPresence(DatasetFile file, MergedSidecar sidecar)
    {
        foreach (var requirement in dataset.Rules.Sidecars.Where(r => !r.IsDocument && r.IsFor(level.Datatype, file.Name!)).Take(1))
            _fields.CheckPresence(file, sidecar, requirement, level);
    }

    private void CheckPackedTable(DatasetFile file)
    {
        var sidecar = inheritance.Sidecar(file);
        CheckPresence(file, sidecar);
        new PackedTableCheck(_faults, dataset.Cancellation).Check(file, sidecar);
        recordings.Add(file.Path);
    }

    private void CheckCoordinates(DatasetFile file)
    {
        if (file.Json is null) return;
        foreach (var requirement in dataset.Rules.Sidecars.Where(r => r.IsDocument && r.IsFor(level.Datatype, file.Name!)))
            _fields.CheckPresence(file, requirement);
        WarnIfSpecific(file);
        if (level.Datatype == "emg" && file.Json.Root["ParentCoordinateSystem"] is { Text: { Length: > 0 } parent } && !HasSpace(parent))
            _faults.Add(file, "coordsystem-parent", "ParentCoordinateSystem", parent);
    }

    private void CheckElectrodes(DatasetFile file)
    {
        WarnIfSpecific(file);
        if (level.Datatype == "emg") return;
        if (inheritance.All(file, "coordsystem", ".json").Any(c => file.Name!["space"] is not { } space || c.Name!["space"] == space)) return;
        var name = file.Name!.Beside("coordsystem", ".json").ToString();
        _faults.Add(file, "coordsystem-missing", expected: name).Because = level.MisnamedFor(name);
    }

    private void WarnIfSpecific(DatasetFile file)
    {
        foreach (var entity in (string[])["task", "acq", "run"])
            if (file.Name![entity] is not null) _faults.Add(file, "electrodes-specific", found: entity);
    }

    private Action<TableRow> ElectrodeRows(DatasetFile file)
    {
        var column = -2;
        return row =>
        {
            if (column == -2) column = row.IndexOf("coordinate_system");
            else if (row[column] is { } space && !HasSpace(space)) _faults.AddInRow(file, "coordsystem-space", row.Line, "coordinate_system", space);
        };
    }

    private bool HasSpace(string space) => inheritance.Levels.SelectMany(l => l.Of("coordsystem", ".json")).Any(c => c.Name!["space"] == space);

    private Action<TableRow> BehaviourRows(DatasetFile file)
    {
        var stimulus = -2;
        return row =>
        {
            if (stimulus != -2)
            {
                StimulusCheck.Check(row, stimulus, file, _faults, dataset.Root);
                return;
            }

            stimulus = row.IndexOf("stim_file");
            if (row.IndexOf("onset") >= 0 && row.IndexOf("duration") >= 0) _faults.Add(file, "beh-events");
        };
    }

    private void FindPackedTwice()
    {
        var names = level.Files.Select(f => f.FileName).ToHashSet(StringComparer.Ordinal);
        foreach (var file in level.Files.Where(f => f.FileName.EndsWith(".gz", StringComparison.Ordinal) && names.Contains(f.FileName[..^3])))
            _faults.Add(file, "gz-twice", found: file.FileName[..^3]).Because = level.Files.First(f => f.FileName == file.FileName[..^3]).Misnamed;
    }

    private void CheckRecording(IReadOnlyList<DatasetFile> parts)
    {
        var main = MainOf(parts);
        if (main is null) return;
        recordings.Add(main.Path);
        result.RecordingCount++;
        var sidecar = inheritance.Sidecar(main);
        CheckPresence(main, sidecar);
        var (channels, events) = (inheritance.Nearest(main, "channels", ".tsv"), inheritance.Nearest(main, "events", ".tsv"));
        inheritance.Nearest(main, "electrodes", ".tsv");
        FindMissing(main, channels, events);
        if (!new RecordingCheck(dataset, _faults).Check(main, sidecar, channels, events))
            result.NotLookedInto[main.Name!.Extension] = result.NotLookedInto.GetValueOrDefault(main.Name.Extension) + 1;
    }

    /// <summary>The file that readers are given, after a look whether all files of the recording are there.</summary>
    private DatasetFile? MainOf(IReadOnlyList<DatasetFile> parts)
    {
        var byExtension = parts.GroupBy(p => p.Extension).ToDictionary(g => g.Key, g => g.First());
        var mains = new List<DatasetFile>();
        var brainVision = byExtension.Where(p => p.Key is ".vhdr" or ".vmrk" or ".eeg").ToDictionary(p => p.Key, p => p.Value);
        if (brainVision.Count > 0)
        {
            mains.Add(new BrainVisionCheck(_faults).Check(brainVision, level));
        }

        if (byExtension.TryGetValue(".fdt", out var samples) && !byExtension.ContainsKey(".set"))
        {
            var name = samples.Name!.Beside(samples.Name.Suffix, ".set").ToString();
            _faults.Add(samples, "eeglab-files", expected: name).Because = level.MisnamedFor(name);
            samples.Blocked ??= _faults.Faults[^1];
            mains.Add(samples);
        }

        mains.AddRange(byExtension.Where(p => p.Key is not (".vhdr" or ".vmrk" or ".eeg" or ".fdt")).Select(p => p.Value));
        if (level.Datatype != "meg")
            foreach (var other in mains.Skip(1)) _faults.Add(other, "recording-twice", found: mains[0].FileName);
        return mains.Count > 0 ? mains[0] : null;
    }

    private void FindMissing(DatasetFile main, DatasetFile? channels, DatasetFile? events)
    {
        var name = main.Name!;
        if (level.Datatype == "meg" && (name.Task is null || name.Subject == "emptyroom" || name.Task == "noise")) return;
        if (channels is null) AddMissing(main, "channels-missing", "channels");
        if (level.Datatype == "ieeg" && !inheritance.All(main, "electrodes", ".tsv").Any()) AddMissing(main, "electrodes-missing", "electrodes");
        var isAtRest = name.Task?.Contains("rest", StringComparison.OrdinalIgnoreCase) == true;
        if (events is null && !isAtRest && !dataset.IsDerivative) AddMissing(main, "events-missing", "events");
    }

    private void AddMissing(DatasetFile main, string rule, string suffix)
    {
        var name = main.Name!.Beside(suffix, ".tsv").ToString();
        _faults.Add(main, rule, expected: name).Because = level.MisnamedFor(name);
    }
}
