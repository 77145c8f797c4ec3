namespace Pons.Server.Devices;

/// <summary>Why a clock is not called good.</summary>
internal enum ClockReason
{
    /// <summary>A sample's time may be wrong by more than 5 ms; by more than 20 ms that is bad.</summary>
    Uncertain,
    /// <summary>The device runs more than 200 ppm fast or slow; beyond 2000 ppm its stated rate is wrong, which is bad.</summary>
    Drift,
    /// <summary>Samples come in bursts: 95 % arrive within more than 20 ms.</summary>
    Bursts,
    /// <summary>The clock jumped, or was put back.</summary>
    Jumped,
}
