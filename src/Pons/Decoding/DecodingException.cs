namespace Pons.Decoding;

/// <summary>A decoder cannot be fitted to, or applied to, the trials that it was given; or a model file cannot be read.</summary>
public sealed class DecodingException : PonsException
{
    /// <summary>Makes the error from its three parts.</summary>
    public DecodingException(string what, string why, string remedy, Exception? inner = null)
        : base(what, why, remedy, inner)
    {
    }
}
