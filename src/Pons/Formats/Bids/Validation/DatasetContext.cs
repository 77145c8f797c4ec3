namespace Pons.Formats.Bids.Validation;

/// <summary>What every part of a validation knows of the data set; not changed once subjects are looked at.</summary>
internal sealed record DatasetContext(BidsRules Rules, string Root, IgnorePatterns Ignored)
{
    /// <summary>The files of the root, whose side-cars apply to all subjects.</summary>
    public required FolderLevel RootLevel { get; init; }

    /// <summary>The formats that recordings of an extension may have and that can be read here.</summary>
    public ILookup<string, RecordingFormat> Readers { get; } = RecordingFormat.All.Where(f => f.UnavailableBecause is null)
        .SelectMany(f => f.Extensions, (format, extension) => new KeyValuePair<string, RecordingFormat>(extension, format))
        .ToLookup(f => f.Key, f => f.Value, StringComparer.Ordinal);

    /// <summary>Ends the validation; asked while long files are read.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>Content of dataset_description.json; <see langword="null"/> when it is missing or cannot be read.</summary>
    public JsonPart? Description { get; init; }

    /// <summary>Columns of participants.tsv; empty when there is none.</summary>
    public IReadOnlyList<string> ParticipantColumns { get; init; } = [];

    /// <summary>What is known about annotations by HED.</summary>
    public required HedUse Hed { get; init; }

    /// <summary>Derived data may hold files that BIDS does not name.</summary>
    public bool IsDerivative => Description?["DatasetType"]?.IsText("derivative") == true;
}
