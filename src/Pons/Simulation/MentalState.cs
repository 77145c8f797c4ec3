namespace Pons.Simulation;

/// <summary>What a virtual subject is doing.</summary>
public enum MentalState
{
    /// <summary>Resting with open eyes: little occipital alpha, blinks and glances.</summary>
    RestEyesOpen,
    /// <summary>Resting with closed eyes: strong occipital alpha, slow rolling of the eyes.</summary>
    RestEyesClosed,
    /// <summary>Imagining a movement of the left hand, eyes open: mu and beta fall over the right hemisphere.</summary>
    ImagineLeftHand,
    /// <summary>Imagining a movement of the right hand, eyes open: mu and beta fall over the left hemisphere.</summary>
    ImagineRightHand,
}
