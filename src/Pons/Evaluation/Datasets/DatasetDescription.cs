using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Pons.Evaluation.Datasets;

/// <summary>
/// A data set, described so that it can be found, fetched, checked and evaluated without code: one small JSON file with the members
/// of this record in camel case. Immutable.
/// </summary>
public sealed record DatasetDescription
{
    /// <summary>Longest description that is read, in bytes.</summary>
    public const int LongestFile = 1 << 22;

    /// <summary>Name on the command line, in lower case with hyphens.</summary>
    public required string Name { get; init; }

    /// <summary>What it is, in a line.</summary>
    public required DatasetText Title { get; init; }

    /// <summary>What to cite, with DOI.</summary>
    public ImmutableArray<string> Citations { get => field.IsDefault ? [] : field; init; }

    /// <summary>What it may be used for.</summary>
    public required DatasetLicence Licence { get; init; }

    /// <summary>Page of the data set; empty when there is none.</summary>
    public string Homepage { get => field ?? ""; init; }

    /// <summary>Where its files lie in a folder of data sets, with <c>/</c>.</summary>
    public required string Folder { get; init; }

    /// <summary>What its events mean.</summary>
    public ImmutableSortedDictionary<string, string> Events { get => field ?? ImmutableSortedDictionary<string, string>.Empty; init; }

    /// <summary>What must be known before its figures are believed.</summary>
    public ImmutableArray<string> Notes { get => field.IsDefault ? [] : field; init; }

    /// <summary>Where files come from; <see langword="null"/> when they cannot be fetched with a checksum.</summary>
    public DatasetSource? Source { get; init; }

    /// <summary>Its files with their checksums.</summary>
    public ImmutableArray<DatasetFile> Files { get => field.IsDefault ? [] : field; init; }

    /// <summary>How trials are evaluated; <see langword="null"/> when they are not.</summary>
    public DatasetTask? Task { get; init; }

    /// <summary>How movement is decoded; <see langword="null"/> when it is not.</summary>
    public MovementTask? Movement { get; init; }

    /// <summary>Reads a description.</summary>
    /// <exception cref="EvaluationException">It is no description, or says what cannot be.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static DatasetDescription Read(string path)
    {
        using var file = File.OpenRead(path);
        if (file.Length > LongestFile)
            throw new EvaluationException(
                $"'{path}' has {file.Length} bytes.", $"A description has at most {LongestFile}.", "Give the JSON file that describes the data set.");
        return Read(file, path);
    }

    /// <summary>The description as one JSON document, as it is read.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, DatasetJson.Default.DatasetDescription);

    internal static DatasetDescription Read(Stream file, string name)
    {
        try
        {
            var description = JsonSerializer.Deserialize(file, DatasetJson.Default.DatasetDescription)
                ?? throw new JsonException("it is null");
            if (description.Fault() is { } fault) throw new JsonException(fault);
            return description;
        }
        catch (JsonException fault)
        {
            throw new EvaluationException(
                $"'{name}' does not describe a data set: {fault.Message}", "Files, events and licence are taken from it.",
                "See docs/guides/datasets.md for what it holds.", fault);
        }
    }

    private static bool IsPattern(string pattern)
    {
        try
        {
            _ = new Regex(pattern, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
            return true;
        }
        catch (Exception fault) when (fault is ArgumentException or NotSupportedException)
        {
            return false;
        }
    }

    private string? Fault()
    {
        if (Files.FirstOrDefault(f => Path.IsPathRooted(f.Path) || f.Path.Split('/', '\\').Contains("..")) is { } outside)
            return $"the path '{outside.Path}' leaves its folder";
        if (Path.IsPathRooted(Folder) || Folder.Split('/', '\\').Contains("..")) return $"the folder '{Folder}' leaves the folder of data sets";
        if (Files.FirstOrDefault(f => f.Sha256.Length != 64 || f.Sha256.Any(c => !char.IsAsciiHexDigitLower(c))) is { } odd)
            return $"the checksum of '{odd.Path}' is '{odd.Sha256}', not 64 hexadecimal digits in lower case";
        if (Files.GroupBy(f => f.Path).FirstOrDefault(g => g.Count() > 1) is { } twice) return $"'{twice.Key}' stands there twice";
        if (Source is { } source && !Uri.TryCreate(source.Url, UriKind.Absolute, out _)) return $"'{source.Url}' is no address";
        if (Source?.Pattern is { } pattern && !IsPattern(pattern)) return $"'{pattern}' is no regular expression without backtracking";
        if (Task is { Cues.Count: 0, Paradigm: "cued-trials" }) return "cued-trials needs 'cues': the class that each marker stands for";
        return Task is { Decoders.IsDefaultOrEmpty: true } ? "its task names no decoder" : null;
    }
}
