namespace Pons.Formats.BrainVision;

/// <summary>One line <c>key=value</c> of a header or marker file.</summary>
/// <param name="Key">What stands before the equals sign.</param>
/// <param name="Value">What stands behind it.</param>
/// <param name="Offset">Where the line begins, in bytes from the start of the file.</param>
internal sealed record BrainVisionEntry(string Key, string Value, long Offset)
{
    /// <summary>Fields between commas; a comma inside a field is written <c>\1</c>.</summary>
    public string[] Fields()
    {
        var fields = Value.Split(',');
        for (var i = 0; i < fields.Length; i++) fields[i] = fields[i].Replace(@"\1", ",", StringComparison.Ordinal);
        return fields;
    }
}
