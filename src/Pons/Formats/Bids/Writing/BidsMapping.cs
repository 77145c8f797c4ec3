using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Pons.Formats.Bids.Writing;

/// <summary>What recordings do not say themselves and a BIDS data set needs; a small JSON file.</summary>
/// <remarks>What the file leaves out arrives as <see langword="null"/>, whatever a property begins with; each therefore says in its
/// getter what that means.</remarks>
public sealed record BidsMapping
{
    /// <summary>Longest mapping that is read, in bytes.</summary>
    public const int LongestFile = 1 << 22;

    private static readonly Lazy<ImmutableArray<BidsMapping>> Known = new(() => [ReadKnown("eegmmidb.json")]);

    /// <summary>Name of the data set.</summary>
    public required string Name { get; init; }

    /// <summary>Its licence, such as <c>CC0</c>; empty when not decided.</summary>
    public string License { get => field ?? ""; init; }

    /// <summary>Who made it.</summary>
    public ImmutableArray<string> Authors { get => field.IsDefault ? [] : field; init; }

    /// <summary>Address of the data set by DOI, such as <c>doi:10.13026/C28G6P</c>; may be empty.</summary>
    public string DatasetDoi { get => field ?? ""; init; }

    /// <summary>What to read and to cite.</summary>
    public ImmutableArray<string> References { get => field.IsDefault ? [] : field; init; }

    /// <summary>What the README says; empty: a text made of the other fields.</summary>
    public string Readme { get => field ?? ""; init; }

    /// <summary>
    /// Regular expression over the path of a recording, relative to its folder, with <c>/</c> between parts and without extension.
    /// Its groups <c>subject</c>, <c>session</c>, <c>task</c> and <c>run</c> name the parts.
    /// </summary>
    public required string FilePattern { get; init; }

    /// <summary>Frequency of the mains where it was recorded, in hertz; <see langword="null"/> when unknown.</summary>
    public double? PowerLineHz { get; init; }

    /// <summary>What the electrodes were measured against; empty: as the recordings say, else unknown.</summary>
    public string Reference { get => field ?? ""; init; }

    /// <summary>The ground electrode; may be empty.</summary>
    public string Ground { get => field ?? ""; init; }

    /// <summary>The device; empty: as the recordings say.</summary>
    public string Manufacturer { get => field ?? ""; init; }

    /// <summary>The tasks; the first that fits a run is taken.</summary>
    public ImmutableArray<BidsTask> Tasks { get => field.IsDefault ? [] : field; init; }

    /// <summary>Further columns of <c>participants.tsv</c>, by label of the subject: column and value.</summary>
    public ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, string>> Participants
    {
        get => field ?? ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, string>>.Empty;
        init;
    }

    /// <summary>Reads a mapping.</summary>
    /// <param name="path">Path of the JSON file; docs/guides/bids.md describes it.</param>
    /// <exception cref="RecordingFormatException">It is no mapping; the message names the line.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static BidsMapping Read(string path)
    {
        using var file = File.OpenRead(path);
        return Read(file, Path.GetFileName(path));
    }

    /// <summary>
    /// The mapping for recordings that come without one: that of a well-known data set when all names fit it, else one that takes the
    /// subject from names that are BIDS names already, or else from the whole name.
    /// </summary>
    /// <param name="folderName">Name of the folder, which becomes the name of the data set.</param>
    /// <param name="paths">Paths of the recordings relative to the folder, without extension.</param>
    public static BidsMapping For(string folderName, IReadOnlyCollection<string> paths)
    {
        ArgumentException.ThrowIfNullOrEmpty(folderName);
        ArgumentNullException.ThrowIfNull(paths);
        return Known.Value.FirstOrDefault(m => paths.Count > 0 && paths.All(p => m.Pattern().IsMatch(p))) ?? new()
        {
            Name = folderName,
            FilePattern = @"(?:^|/)(?:sub-(?<subject>[A-Za-z0-9]+)(?:_ses-(?<session>[A-Za-z0-9]+))?(?:_task-(?<task>[A-Za-z0-9]+))?"
                + @"(?:_[a-z]+-[A-Za-z0-9]+)*?(?:_run-(?<run>[0-9]+))?(?:_[A-Za-z0-9]+)?|(?<subject>[^/]+))$",
        };
    }

    internal Regex Pattern() => new(FilePattern, RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant);

    private static BidsMapping ReadKnown(string name)
    {
        using var file = typeof(BidsMapping).Assembly.GetManifestResourceStream(typeof(BidsMapping), name)!;
        return Read(file, name);
    }

    private static BidsMapping Read(Stream file, string name)
    {
        if (file.Length > LongestFile)
            throw new RecordingFormatException(name, null, $"It has {file.Length} bytes.", $"A mapping has at most {LongestFile}.", "Give a mapping.");
        try
        {
            var mapping = JsonSerializer.Deserialize(file, BidsMappingJson.Default.BidsMapping)
                ?? throw new JsonException("It holds nothing.");
            _ = mapping.Pattern();
            return mapping;
        }
        catch (Exception fault) when (fault is JsonException or ArgumentException or NotSupportedException)
        {
            throw new RecordingFormatException(name, null, $"It is no mapping: {fault.Message}",
                "The mapping says which file belongs to whom.", "Compare it with the example in docs/guides/bids.md.", fault);
        }
    }
}
