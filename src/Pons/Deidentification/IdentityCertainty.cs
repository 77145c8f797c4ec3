namespace Pons.Deidentification;

/// <summary>How sure it is that something points to a person.</summary>
public enum IdentityCertainty
{
    /// <summary>May be something else; a person should look at the place.</summary>
    Possible,

    /// <summary>Very probably.</summary>
    Likely,

    /// <summary>The place or the form leaves no doubt.</summary>
    Certain,
}
