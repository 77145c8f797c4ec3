namespace Pons.Formats.Bids.Validation;

/// <summary>Looks at everything in the folder of one subject: folders, names, side-cars, tables, recordings, and how they agree.</summary>
internal sealed class SubjectValidation
{
    private static readonly string[] FolderRecordings = [".ds", ".mefd"];

    private readonly DatasetContext _dataset;
    private readonly SubjectResult _result;
    private readonly FaultList _faults;
    private readonly DatasetLister _lister;
    private readonly string _subject;
    private readonly List<FolderLevel> _levels = [];
    private readonly List<string> _recordings = [];

    public SubjectValidation(DatasetContext dataset, string folder)
    {
        _dataset = dataset;
        _subject = folder["sub-".Length..];
        _result = new() { Folder = folder };
        _faults = _result.Faults;
        _lister = new(dataset.Root, dataset.Ignored, _faults);
    }

    public SubjectResult Run()
    {
        var level = Prepare(_lister.List(_result.Folder), null);
        var sessions = level.Folders.Where(f => f.StartsWith("ses-", StringComparison.Ordinal)).ToList();
        var others = level.Folders.Except(sessions).ToList();
        if (sessions.Count > 0 && others.FirstOrDefault(_dataset.Rules.Datatypes.Contains) is { } mixed)
            _faults.Add(_result.Folder, "session-layout", found: mixed + "/");
        foreach (var session in sessions) RunSession(level, session);
        RunDatatypes(level, others, [_dataset.RootLevel, level], null);
        CheckTables(level, [_dataset.RootLevel, level], null);
        FindOrphans(level);
        if (_recordings.Count == 0 && !_dataset.IsDerivative && !HasLenientData()) AddEmpty();
        return _result;
    }

    private void RunSession(FolderLevel subject, string folder)
    {
        var label = folder["ses-".Length..];
        if (!BidsEntity.Of("ses")!.Allows(label))
        {
            _faults.Add(subject.PathOf(folder), "entity-value", "ses", label, "a–z A–Z 0–9 +");
            return;
        }

        _result.Sessions.Add(folder);
        var level = Prepare(_lister.List(subject.PathOf(folder)), label);
        RunDatatypes(level, level.Folders, [_dataset.RootLevel, subject, level], label);
        CheckTables(level, [_dataset.RootLevel, subject, level], label);
        FindOrphans(level);
    }

    private void RunDatatypes(FolderLevel parent, IEnumerable<string> folders, FolderLevel[] above, string? session)
    {
        foreach (var folder in folders)
        {
            _dataset.Cancellation.ThrowIfCancellationRequested();
            if (!_dataset.Rules.Datatypes.Contains(folder))
            {
                if (!_dataset.IsDerivative) _faults.Add(parent.PathOf(folder), "folder-unknown", folder);
                continue;
            }

            var level = Prepare(AddFolderRecordings(_lister.List(parent.PathOf(folder), folder)), session);
            FolderLevel[] levels = [.. above, level];
            new DatatypeValidation(_dataset, level, new(levels, _faults), _result, _recordings).Run();
            FindOrphans(level);
        }
    }

    /// <summary>Names and side-cars come first: all else is asked of files whose names are valid and through what applies to them.</summary>
    private FolderLevel Prepare(FolderLevel level, string? session)
    {
        _levels.Add(level);
        var names = new NameCheck(_dataset.Rules, _faults, _dataset.IsDerivative);
        var fields = new FieldCheck(_dataset.Rules, _faults);
        var references = new ReferenceCheck(_dataset.Root, _dataset.Description?["DatasetLinks"], _faults);
        var hed = new HedCheck(_dataset, _faults);
        foreach (var file in level.Files)
        {
            _dataset.Cancellation.ThrowIfCancellationRequested();
            _result.FileCount++;
            _result.ByteCount += file.Length;
            names.Check(file, _subject, session);
            if (file.Name?.Extension != ".json" || file.IsFolder) continue;
            fields.Check(file, file.Name.Suffix);
            references.Check(file, _result.Folder);
            hed.CheckSidecar(file);
        }

        return level;
    }

    private FolderLevel AddFolderRecordings(FolderLevel level)
    {
        foreach (var folder in level.Folders)
        {
            var isRecording = FolderRecordings.Any(e => folder.EndsWith(e, StringComparison.Ordinal))
                || (level.Datatype == "meg" && folder.EndsWith("_meg", StringComparison.Ordinal));
            if (isRecording) level.Files.Add(DatasetLister.Recording(level, folder, _dataset.Root));
            else if (!_dataset.IsDerivative && !_dataset.Rules.LenientDatatypes.Contains(level.Datatype))
                _faults.Add(level.PathOf(folder), "folder-unknown", folder);
        }

        return level;
    }

    /// <summary>Tables of scans and sessions stand above the folders of data types.</summary>
    private void CheckTables(FolderLevel level, FolderLevel[] levels, string? session)
    {
        var inheritance = new Inheritance(levels, _faults);
        var summaries = new SummaryTables(_dataset, _faults);
        foreach (var table in level.Of("scans", ".tsv"))
            summaries.CheckScans(
                table, inheritance.Sidecar(table), level, [.. _recordings.Where(r => r.StartsWith(level.Path + "/", StringComparison.Ordinal))], MisnamedFor);
        if (session is null)
            foreach (var table in level.Of("sessions", ".tsv")) summaries.CheckSessions(table, inheritance.Sidecar(table), _result);
    }

    /// <summary>A side-car that applies to nothing was probably meant for a file that is misnamed.</summary>
    private void FindOrphans(FolderLevel level)
    {
        foreach (var file in level.Files.Where(f => !f.IsUsed && Orphanage.IsAskedOf(f, _dataset.Rules)))
        {
            var orphan = _faults.Add(file, "sidecar-orphan", expected: Orphanage.Needs(file));
            orphan.Because = _levels.Where(l => l.Path.StartsWith(level.Path, StringComparison.Ordinal)).SelectMany(l => l.Files)
                .FirstOrDefault(f => f.Misnamed is not null && f.Misnamed.File != file.Path)?.Misnamed;
        }
    }

    /// <summary>The fault of a file that was probably meant to have a path.</summary>
    private Fault? MisnamedFor(string path)
    {
        var slash = path.LastIndexOf('/');
        return _levels.FirstOrDefault(l => l.Path == path[..slash])?.MisnamedFor(path[(slash + 1)..]);
    }

    private bool HasLenientData() => _levels.Any(l => _dataset.Rules.LenientDatatypes.Contains(l.Datatype) && l.Files.Count > 0)
        || _levels.Any(l => l.Datatype == "beh" && l.Files.Count > 0);

    private void AddEmpty()
    {
        var empty = _faults.Add(_result.Folder, "subject-empty", _result.Folder);
        empty.Because = _levels.SelectMany(l => l.Files).FirstOrDefault(f => f.Misnamed is not null)?.Misnamed
            ?? _faults.Faults.FirstOrDefault(f => f.Rule == "folder-unknown");
    }
}
