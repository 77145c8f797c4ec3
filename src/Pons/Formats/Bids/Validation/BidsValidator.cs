namespace Pons.Formats.Bids.Validation;

/// <summary>
/// Holds a data set against the rules of the Brain Imaging Data Structure: names, side-cars, tables and recordings, one by one and
/// against each other. Subjects are looked at one after another or side by side; memory does not grow with the length of files, and no
/// sample is read. Stateless; any thread may use one.
/// </summary>
/// <param name="rules">The rules; default <see cref="BidsRules.Current"/>.</param>
public sealed class BidsValidator(BidsRules? rules = null)
{
    private readonly BidsRules _rules = rules ?? BidsRules.Current;

    /// <summary>Validates a data set.</summary>
    /// <param name="folder">Its root folder.</param>
    /// <param name="options">How; default: everything.</param>
    /// <param name="cancellation">Ends the validation.</param>
    /// <exception cref="RecordingFormatException">A HED schema that was given is none.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="OperationCanceledException">Validation was cancelled.</exception>
    public BidsValidationReport Validate(string folder, BidsValidationOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        if (!Directory.Exists(folder)) throw new DirectoryNotFoundException($"There is no folder '{folder}'.");
        return new DatasetValidation(_rules, Path.GetFullPath(folder), options ?? new(), cancellation).Run();
    }
}
