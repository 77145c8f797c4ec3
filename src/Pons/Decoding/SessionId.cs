namespace Pons.Decoding;

/// <summary>One sitting of a subject, between putting the electrodes on and taking them off.</summary>
/// <param name="Name">The identifier as the data set gives it, such as the one in the file name.</param>
public readonly record struct SessionId(string Name)
{
    /// <inheritdoc/>
    public override string ToString() => Name ?? "(no session)";
}
