namespace Pons.Decoding;

/// <summary>A person whose signal was recorded, by pseudonym.</summary>
/// <param name="Name">The identifier as the data set gives it, such as the one in the file name.</param>
public readonly record struct SubjectId(string Name)
{
    /// <inheritdoc/>
    public override string ToString() => Name ?? "(no subject)";
}
