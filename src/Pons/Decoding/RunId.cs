namespace Pons.Decoding;

/// <summary>One uninterrupted recording within a session.</summary>
/// <param name="Name">The identifier as the data set gives it, such as the one in the file name.</param>
public readonly record struct RunId(string Name)
{
    /// <inheritdoc/>
    public override string ToString() => Name ?? "(no run)";
}
