namespace Pons.Deidentification;

/// <summary>Scrubbers go through a file three times with the same code.</summary>
internal enum ScrubPass
{
    /// <summary>Learns who and what is named in the source; writes nothing.</summary>
    Survey,

    /// <summary>Writes the file without what points to a person.</summary>
    Write,

    /// <summary>Reads what was written; whatever is found now is left over.</summary>
    Inspect,
}
