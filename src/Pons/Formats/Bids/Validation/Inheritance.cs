namespace Pons.Formats.Bids.Validation;

/// <summary>Finds the metadata files that apply to the files of one folder: its own and those of the folders above it.</summary>
internal sealed class Inheritance(IReadOnlyList<FolderLevel> levels, FaultList faults)
{
    /// <summary>The side-cars of a file, merged; says where two apply on one level and where one contradicts another.</summary>
    public MergedSidecar Sidecar(DatasetFile file)
    {
        var applicable = new List<DatasetFile>();
        foreach (var level in levels)
        {
            DatasetFile? first = null;
            foreach (var metadata in level.Of(file.Name!.Suffix, ".json"))
            {
                if (!Applies(metadata.Name!, file.Name)) continue;
                metadata.IsUsed = true;
                if (first is not null) AddSeveral(metadata, first, file);
                first ??= metadata;
                FindOverrides(applicable, metadata);
                applicable.Add(metadata);
            }
        }

        return new(applicable);
    }

    /// <summary>The one metadata file of another suffix that holds for a file: the deepest; <see langword="null"/> when there is none.</summary>
    public DatasetFile? Nearest(DatasetFile file, string suffix, string extension)
    {
        DatasetFile? nearest = null;
        foreach (var level in levels)
        {
            DatasetFile? onLevel = null;
            foreach (var metadata in level.Of(suffix, extension))
            {
                if (!Applies(metadata.Name!, file.Name!)) continue;
                metadata.IsUsed = true;
                if (onLevel is not null && metadata.Name!["space"] == onLevel.Name!["space"]) AddSeveral(metadata, onLevel, file);
                onLevel ??= metadata;
            }

            nearest = onLevel ?? nearest;
        }

        return nearest;
    }

    /// <summary>All metadata files of a suffix that apply, also several on one level, as coordinate systems do.</summary>
    public IEnumerable<DatasetFile> All(DatasetFile file, string suffix, string extension) =>
        levels.SelectMany(l => l.Of(suffix, extension)).Where(m => Applies(m.Name!, file.Name!));

    public IEnumerable<FolderLevel> Levels => levels;

    /// <summary>Every entity of the metadata file is one of the file; a space says in which frame, not of which recording.</summary>
    private static bool Applies(BidsName metadata, BidsName file)
    {
        foreach (var (key, value) in metadata.Entities)
            if (key != "space" && file[key] != value) return false;
        return true;
    }

    private void AddSeveral(DatasetFile metadata, DatasetFile other, DatasetFile file) =>
        faults.AddInRow(metadata, "sidecar-several", null, file.FileName, other.FileName, metadata.FileName);

    private void FindOverrides(List<DatasetFile> above, DatasetFile metadata)
    {
        if (metadata.Json is not { } json || above.Count == 0) return;
        foreach (var member in json.Root.Members)
        {
            if (above.LastOrDefault(a => a.Json?.Root[member.Name] is not null) is not { } upper) continue;
            var value = upper.Json!.Root[member.Name]!;
            if (value.SameAs(member.Value)) continue;
            var contradiction = new Fault("sidecar-override", metadata.Path)
            {
                Name = member.Name,
                Found = member.Value.Shown,
                Expected = value.Shown,
                Other = upper.Path,
            };
            contradiction.At(json.PlaceOf(member.Offset));
            faults.AddOnce(contradiction);
        }
    }
}
