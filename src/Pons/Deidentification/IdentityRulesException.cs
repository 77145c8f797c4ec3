namespace Pons.Deidentification;

/// <summary>A file of rules cannot be used.</summary>
public sealed class IdentityRulesException : PonsException
{
    internal IdentityRulesException(string what, string remedy, Exception? inner = null)
        : base(what, "A rule that is not understood would let pass what it should find.", remedy, inner)
    {
    }
}
