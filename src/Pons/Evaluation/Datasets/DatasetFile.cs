namespace Pons.Evaluation.Datasets;

/// <summary>One file of a data set.</summary>
public sealed record DatasetFile
{
    /// <summary>Path below the folder of the data set, with <c>/</c>.</summary>
    public required string Path { get; init; }

    /// <summary>SHA-256 of its bytes, as 64 hexadecimal digits in lower case.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Its length in bytes; <see langword="null"/> when unknown.</summary>
    public long? Bytes { get; init; }

    /// <summary>Its address below that of the source; the path by default.</summary>
    public string? From { get; init; }

    /// <summary>The person; by default as the name of the file says.</summary>
    public string? Subject { get; init; }

    /// <summary>The session; by default as the name of the file says.</summary>
    public string? Session { get; init; }

    /// <summary>The run; by default as the name of the file says.</summary>
    public string? Run { get; init; }

    /// <summary>Whether it only stands beside a recording, such as a table of people; false by default.</summary>
    public bool IsBeside { get; init; }
}
