namespace Pons.Evaluation.Datasets;

/// <summary>Where files come from.</summary>
public sealed record DatasetSource
{
    /// <summary>Address that the addresses of files are relative to; ends with <c>/</c>.</summary>
    public required string Url { get; init; }

    /// <summary>
    /// Address of the publisher's own list of checksums (lines as of <c>sha256sum</c>), relative to <see cref="Url"/>, for sets whose files
    /// the description does not list.
    /// </summary>
    public string? Checksums { get; init; }

    /// <summary>Regular expression: which files of that list are wanted; all by default.</summary>
    public string? Pattern { get; init; }
}
