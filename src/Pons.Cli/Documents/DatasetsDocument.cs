using Pons.Evaluation.Datasets;

namespace Pons.Cli.Documents;

/// <summary>What <c>pons datasets --json</c> prints; docs/reference/json/datasets.schema.json.</summary>
internal sealed record DatasetsDocument(IReadOnlyList<DatasetsDocument.Entry> Datasets)
{
    /// <summary>All data sets in a line each.</summary>
    public static DatasetsDocument Of(IEnumerable<DatasetDescription> descriptions) => new([.. descriptions.Select(d => new Entry(
        d.Name, d.Title.En, d.Title.Zh, d.Licence.Name, d.Licence.IsOpen, d.Folder, d.Files.Length, d.Source is not null, d.Task is not null || d.Movement is not null))]);

    /// <summary>One data set; <paramref name="Files"/> is 0 when its publisher lists them, <paramref name="IsFetched"/> whether <c>datasets get</c> can fetch it.</summary>
    internal sealed record Entry(
        string Name, string TitleEn, string TitleZh, string Licence, bool IsOpen, string Folder, int Files, bool IsFetched, bool IsEvaluated);
}
