namespace Pons.Simulation;

/// <summary>What makes a rhythm louder or quieter.</summary>
internal enum RhythmDriver
{
    Nothing,
    Eyes,
    LeftHandMu,
    RightHandMu,
    LeftHandBeta,
    RightHandBeta,
}
