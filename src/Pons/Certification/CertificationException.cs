namespace Pons.Certification;

/// <summary>This computer cannot be measured as was asked.</summary>
public sealed class CertificationException : PonsException
{
    /// <summary>Makes the error from its three parts.</summary>
    public CertificationException(string what, string why, string remedy, Exception? inner = null)
        : base(what, why, remedy, inner)
    {
    }
}
