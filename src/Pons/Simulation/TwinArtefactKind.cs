namespace Pons.Simulation;

/// <summary>Kinds of artefact that a virtual subject makes.</summary>
public enum TwinArtefactKind
{
    /// <summary>Both lids close and open.</summary>
    Blink,
    /// <summary>Both eyes jump to another place.</summary>
    Saccade,
    /// <summary>A burst of the left temporal muscle.</summary>
    LeftTemporalMuscle,
    /// <summary>A burst of the right temporal muscle.</summary>
    RightTemporalMuscle,
    /// <summary>A burst of the muscles of the forehead.</summary>
    FrontalMuscle,
}
