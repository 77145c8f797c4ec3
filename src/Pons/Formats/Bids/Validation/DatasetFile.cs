namespace Pons.Formats.Bids.Validation;

/// <summary>A file of a data set, or a folder that stands for one recording.</summary>
internal sealed class DatasetFile
{
    /// <summary>Path from the root of the data set, with <c>/</c> between parts.</summary>
    public required string Path { get; init; }

    public required string FullPath { get; init; }

    /// <summary>Name without folders.</summary>
    public required string FileName { get; init; }

    /// <summary>Length in bytes; 0 for a folder.</summary>
    public required long Length { get; init; }

    public bool IsFolder { get; init; }

    /// <summary>The data type of the folder it stands in; empty above such folders.</summary>
    public string Datatype { get; init; } = "";

    /// <summary>The parts of its name; set when the name is valid, so that all else is asked of valid names only.</summary>
    public BidsName? Name { get; set; }

    /// <summary>What is wrong with the name.</summary>
    public Fault? Misnamed { get; set; }

    /// <summary>What keeps it from being looked into.</summary>
    public Fault? Blocked { get; set; }

    /// <summary>The first fault inside it that may explain why others contradict it.</summary>
    public Fault? Doubt { get; set; }

    /// <summary>Fields with a value that cannot be used for comparisons.</summary>
    public HashSet<string> DoubtedFields { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether a data file was found that it applies to. Set by many threads, only ever to true.</summary>
    public bool IsUsed { get; set; }

    /// <summary>Its content when it is JSON that can be read.</summary>
    public JsonText? Json { get; set; }

    /// <summary>What it says when it is a channels.tsv that can be read.</summary>
    public ChannelContent? Channels { get; set; }

    /// <summary>What it says when it is an events.tsv that can be read.</summary>
    public EventContent? Events { get; set; }

    /// <summary>Its annotations when it is a side-car that has some.</summary>
    public HedSidecar? Hed { get; set; }

    /// <summary>Extension with a slash at the end for folders, as the rules write it.</summary>
    public string Extension => IsFolder ? Name!.Extension + "/" : Name!.Extension;

    public string Folder => Path.Length > FileName.Length ? Path[..(Path.Length - FileName.Length - 1)] : "";
}
