using System.Text.Json;
using Pons.Formats.Bids.Hed;

namespace Pons.Formats.Bids.Validation;

/// <summary>Checks annotations by HED where side-cars and tables have them.</summary>
internal sealed class HedCheck(DatasetContext dataset, FaultList faults)
{
    /// <summary>Reads and checks the annotations of a side-car that could be read.</summary>
    public void CheckSidecar(DatasetFile file)
    {
        if (file.Json is not { } json || !HedSidecar.HasHed(json.Root)) return;
        dataset.Hed.IsUsed = true;
        if (!dataset.Hed.Vocabularies.IsComplete) return;
        var above = new HedDefinitions();
        foreach (var upper in dataset.RootLevel.Files.Where(f => f != file && f.Hed is not null && f.Name?.Suffix == file.Name?.Suffix))
            above.AddAll(upper.Hed!.Definitions);
        file.Hed = HedSidecar.Read(json.Root, dataset.Hed.Vocabularies, above);
        foreach (var (issue, column, offset) in file.Hed.Issues)
        {
            var fault = faults.Add(file, issue.Code, column, Shown.Shortened(issue.Found), issue.Expected);
            fault.At(json.PlaceOf(offset));
            if (!issue.IsWarning) file.Doubt ??= fault;
        }
    }

    /// <summary>Begins to check the annotations of a table; <see langword="null"/> when it has none, or its side-cars are at fault.</summary>
    public HedTable? Begin(DatasetFile table, MergedSidecar description, IReadOnlyCollection<string> columns)
    {
        var annotated = new Dictionary<string, HedColumn>(StringComparer.Ordinal);
        var describedIn = new Dictionary<string, string>(StringComparer.Ordinal);
        var definitions = new HedDefinitions();
        foreach (var file in description.Files.Where(f => f.Hed is not null))
        {
            foreach (var (name, column) in file.Hed!.Columns) (annotated[name], describedIn[name]) = (column, file.FileName);
            definitions.AddAll(file.Hed.Definitions);
        }

        var hasColumn = columns.Contains("HED");
        if (hasColumn) dataset.Hed.IsUsed = true;
        if ((annotated.Count == 0 && !hasColumn) || !dataset.Hed.Vocabularies.IsComplete) return null;
        if (description.Files.FirstOrDefault(f => f.Hed?.HasErrors == true) is { } faulty)
        {
            faulty.Doubt?.Hides("HED");
            return null;
        }

        return new(table, faults, new(dataset.Hed.Vocabularies, definitions), annotated, describedIn);
    }

    /// <summary>The vocabularies that the description of the data set names.</summary>
    public static HedVocabularies Vocabularies(JsonPart? description, IReadOnlyList<HedVocabulary> read) => description?["HEDVersion"] switch
    {
        { Kind: JsonValueKind.String } one => HedVocabularies.Of([one.Text], read),
        { Kind: JsonValueKind.Array } several => HedVocabularies.Of(several.Items.Select(i => i.Text), read),
        _ => HedVocabularies.Of([], read),
    };
}
