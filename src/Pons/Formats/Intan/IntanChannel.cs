namespace Pons.Formats.Intan;

/// <summary>One channel as the header describes it.</summary>
/// <param name="NativeName">Name by port and number, such as <c>A-000</c>.</param>
/// <param name="Label">Name that the user gave.</param>
/// <param name="Signal">What it measures.</param>
/// <param name="Port">Name of its signal group.</param>
/// <param name="NativeOrder">Number in its group; of a digital line, the bit of the word.</param>
/// <param name="ChipChannel">Number of the channel on its chip.</param>
/// <param name="BoardStream">Number of the data stream of the board.</param>
/// <param name="ImpedanceOhms">Size of the impedance of the electrode; 0 when it was not measured.</param>
/// <param name="ImpedancePhaseDegrees">Phase of the impedance.</param>
public sealed record IntanChannel(
    string NativeName, string Label, IntanSignal Signal, string Port, int NativeOrder, int ChipChannel, int BoardStream,
    double ImpedanceOhms, double ImpedancePhaseDegrees);
