namespace Pons.Decoding.Continuous;

/// <summary>What the state of a movement holds.</summary>
public enum MovementState
{
    /// <summary>Velocity alone.</summary>
    Velocity,

    /// <summary>Position, then velocity.</summary>
    PositionVelocity,

    /// <summary>Position, velocity, then acceleration.</summary>
    PositionVelocityAcceleration,
}
