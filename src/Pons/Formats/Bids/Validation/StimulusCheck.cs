namespace Pons.Formats.Bids.Validation;

/// <summary>Looks whether stimulus files that a table names are in the folder of stimuli.</summary>
internal static class StimulusCheck
{
    public static void Check(TableRow row, int column, DatasetFile file, FaultList faults, string root)
    {
        if (row[column] is not { Length: > 0 } name || DatasetPath.ExistsInside(root, "stimuli/" + name)) return;
        faults.AddInRow(file, "stimulus-missing", row.Line, "stim_file", name);
    }
}
