namespace Pons.Formats.Bids.Validation;

/// <summary>What was found in the folder of one subject.</summary>
internal sealed class SubjectResult
{
    public required string Folder { get; init; }

    /// <summary>Empty once they are in the report.</summary>
    public FaultList Faults { get; private set; } = new();

    public List<string> Sessions { get; } = [];

    public int FileCount { get; set; }

    public long ByteCount { get; set; }

    public int RecordingCount { get; set; }

    /// <summary>Extensions of recordings for which no reader was at hand, with how many there were.</summary>
    public SortedDictionary<string, int> NotLookedInto { get; } = new(StringComparer.Ordinal);

    /// <summary>Hands the faults over, so that they are not held twice.</summary>
    public FaultList TakeFaults()
    {
        var faults = Faults;
        Faults = new();
        return faults;
    }
}
