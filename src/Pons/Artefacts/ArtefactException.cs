namespace Pons.Artefacts;

/// <summary>Artefacts cannot be found in, or removed from, the signal that was given.</summary>
public sealed class ArtefactException : PonsException
{
    /// <summary>Makes the error from its three parts.</summary>
    public ArtefactException(string what, string why, string remedy, Exception? inner = null)
        : base(what, why, remedy, inner)
    {
    }
}
