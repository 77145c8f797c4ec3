namespace Pons.Formats.Bids.Validation;

/// <summary>Tables that list what the data set holds: scans, sessions, participants, samples, phenotypes.</summary>
internal sealed class SummaryTables(DatasetContext dataset, FaultList faults)
{
    private readonly TableCheck _tables = new(dataset, faults);

    public void CheckScans(
        DatasetFile table, MergedSidecar description, FolderLevel level, IReadOnlyList<string> recordings, Func<string, Fault?> misnamed)
    {
        var listed = new HashSet<string>(StringComparer.Ordinal);
        var column = -2;
        _tables.Check(table, dataset.Rules.Table("", "scans"), description, row =>
        {
            if (column == -2)
            {
                column = row.IndexOf("filename");
                return;
            }

            if (row[column] is not { Length: > 0 } name) return;
            listed.Add(level.PathOf(name));
            if (!DatasetPath.ExistsInside(dataset.Root, level.PathOf(name))) faults.AddInRow(table, "scan-absent", row.Line, name).Because = misnamed(level.PathOf(name));
        });
        if (table.Blocked is null && column >= 0)
            foreach (var recording in recordings.Where(r => !listed.Contains(r) && !r.EndsWith(".gz", StringComparison.Ordinal)))
                faults.Add(table, "scan-unlisted", recording[(level.Path.Length + 1)..]);
    }

    public void CheckSessions(DatasetFile table, MergedSidecar description, SubjectResult subject)
    {
        var listed = new HashSet<string>(StringComparer.Ordinal);
        var column = -2;
        _tables.Check(table, dataset.Rules.Table("", "sessions"), description, row =>
        {
            if (column == -2)
            {
                column = row.IndexOf("session_id");
                foreach (var shared in row.Columns.Where(dataset.ParticipantColumns.Contains).Where(c => c != "HED"))
                    faults.Add(table, "session-column", shared).Line = 1;
                return;
            }

            if (row[column] is not { } session) return;
            listed.Add(session);
            if (!subject.Sessions.Contains(session)) faults.AddInRow(table, "session-absent", row.Line, session);
        });
        if (table.Blocked is null && column >= 0)
            foreach (var session in subject.Sessions.Where(s => !listed.Contains(s))) faults.Add(table, "session-unlisted", session);
    }

    /// <summary>Checks participants.tsv.</summary>
    /// <param name="table">The table.</param>
    /// <param name="description">Its side-car.</param>
    /// <param name="subjects">Folders of subjects.</param>
    /// <returns>The participants that it lists; <see langword="null"/> when that cannot be known.</returns>
    public (HashSet<string>? Listed, IReadOnlyList<string> Columns) CheckParticipants(
        DatasetFile table, MergedSidecar description, IReadOnlyCollection<string> subjects)
    {
        var listed = new HashSet<string>(StringComparer.Ordinal);
        IReadOnlyList<string> columns = [];
        var (id, age) = (-2, -2);
        var isInYears = description["age"]?["Units"] is not { } unit || unit.IsText("year");
        _tables.Check(table, dataset.Rules.Table("", "participants"), description, row =>
        {
            if (id == -2)
            {
                (columns, id, age) = ([.. row.Columns], row.IndexOf("participant_id"), row.IndexOf("age"));
                return;
            }

            if (isInYears && row.Number(age) > 89)
                faults.AddInRow(table, "age-89", row.Line, "age", row[age]!);
            if (row[id] is not { } participant) return;
            listed.Add(participant);
            if (!subjects.Contains(participant)) faults.AddInRow(table, "participant-absent", row.Line, participant);
        });
        if (table.Blocked is { } blocked)
        {
            blocked.Hides("participant-unlisted", "participant-absent");
            return (null, []);
        }

        if (id < 0) return (null, columns);
        foreach (var subject in subjects.Where(s => !listed.Contains(s)))
            faults.Add(table, "participant-unlisted", subject).Because = table.Doubt;
        return (listed, columns);
    }

    public void CheckSamples(DatasetFile table, MergedSidecar description, IReadOnlyCollection<string> subjects)
    {
        var id = -2;
        _tables.Check(table, dataset.Rules.Table("", "samples"), description, row =>
        {
            if (id == -2) id = row.IndexOf("participant_id");
            else if (row[id] is { } subject && !subjects.Contains(subject)) faults.AddInRow(table, "sample-subject", row.Line, subject);
        });
    }

    public void CheckPhenotype(DatasetFile table, MergedSidecar description, HashSet<string>? participants, Fault? doubt)
    {
        var id = -2;
        _tables.Check(table, dataset.Rules.Table("phenotype", ""), description, row =>
        {
            if (id == -2) id = row.IndexOf("participant_id");
            else if (participants is not null && row[id] is { } subject && !participants.Contains(subject))
                faults.AddInRow(table, "phenotype-subject", row.Line, subject).Because = doubt;
        });
    }
}
