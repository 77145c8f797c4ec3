using System.Collections.Immutable;

namespace Pons.Formats.Bids.Validation;

/// <summary>Names that files of some data types and suffixes may have.</summary>
internal sealed class FilePattern
{
    public FilePattern(JsonPart part)
    {
        Section = part["section"]!.Text;
        Datatypes = part.Words("datatypes");
        Suffixes = part.Words("suffixes");
        Extensions = part.Words("extensions");
        var entities = part.Words("entities");
        Required = [.. entities.Where(e => e.EndsWith('!')).Select(e => e[..^1])];
        Allowed = [.. entities.Select(e => e.TrimEnd('!'))];
    }

    public string Section { get; }

    /// <summary>Data types that the names are for; empty for files above the folders of data types.</summary>
    public ImmutableArray<string> Datatypes { get; }

    public ImmutableArray<string> Suffixes { get; }

    public ImmutableArray<string> Extensions { get; }

    public ImmutableArray<string> Required { get; }

    public ImmutableArray<string> Allowed { get; }

    public bool AllowsExtension(string extension) => Extensions.Contains(extension) || Extensions.Contains(".*");
}
