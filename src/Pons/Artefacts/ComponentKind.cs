namespace Pons.Artefacts;

/// <summary>Where an independent component comes from.</summary>
public enum ComponentKind
{
    /// <summary>Nothing speaks for an artefact: brain, or something that is not looked for.</summary>
    Other,

    /// <summary>Blinks and eye movements.</summary>
    Eye,

    /// <summary>Muscles of the head, or the noise of an electrode, which looks alike.</summary>
    Muscle,

    /// <summary>The heart.</summary>
    Heart,
}
