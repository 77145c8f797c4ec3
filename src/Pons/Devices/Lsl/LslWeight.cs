namespace Pons.Devices.Lsl;

/// <summary>How much a finding stands in the way of receiving a stream.</summary>
public enum LslWeight
{
    /// <summary>As it should be.</summary>
    Good,
    /// <summary>May stand in the way of some streams.</summary>
    Doubtful,
    /// <summary>Stands in the way.</summary>
    Blocking,
}
