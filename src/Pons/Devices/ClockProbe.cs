using Pons.Streams;

namespace Pons.Devices;

/// <summary>
/// One reading of the clock of a device against that of the host, as a protocol with a time service measures it: both moments are the
/// same one, up to the uncertainty. Immutable.
/// </summary>
/// <param name="Device">Reading of the clock of the stream.</param>
/// <param name="Host">Reading of the clock of the host.</param>
/// <param name="Uncertainty">How far they may be apart: half the time that the question and its answer were under way.</param>
public sealed record ClockProbe(Timestamp Device, Timestamp Host, Duration Uncertainty)
{
    /// <summary>What is added to a reading of the device for one of the host, in seconds; LSL's <c>time_correction</c>.</summary>
    public double CorrectionSeconds => (Host.Nanoseconds - Device.Nanoseconds) * 1e-9;
}
