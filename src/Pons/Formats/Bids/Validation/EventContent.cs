namespace Pons.Formats.Bids.Validation;

/// <summary>What an events.tsv says that other files are held against; gathered while its order is checked.</summary>
internal sealed class EventContent
{
    /// <summary>The latest onset in seconds; negative infinity when there is none.</summary>
    public double LatestOnset { get; private set; } = double.NegativeInfinity;

    public int LatestLine { get; private set; }

    public static (EventContent Content, Action<TableRow> Visit) Gather(DatasetFile file, FaultList faults, string root)
    {
        var content = new EventContent();
        var (onset, stimulus, previous) = (-2, -2, double.NegativeInfinity);
        return (content, row =>
        {
            if (onset == -2)
            {
                (onset, stimulus) = (row.IndexOf("onset"), row.IndexOf("stim_file"));
                return;
            }

            StimulusCheck.Check(row, stimulus, file, faults, root);
            if (onset < 0) return;
            if (row.Number(onset) is not { } seconds)
            {
                if (row[onset] is null) faults.AddInRow(file, "event-onset", row.Line, "onset");
                return;
            }

            if (seconds < previous) faults.AddInRow(file, "event-order", row.Line, "onset", Shown.Of(seconds), Shown.Of(previous));
            if (seconds < -60) faults.AddInRow(file, "event-early", row.Line, "onset", Shown.Of(seconds));
            previous = seconds;
            if (seconds <= content.LatestOnset) return;
            (content.LatestOnset, content.LatestLine) = (seconds, row.Line);
        }
        );
    }
}
