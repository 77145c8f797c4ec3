namespace Pons.Formats.Intan;

/// <summary>What a channel of an Intan system measures or puts out.</summary>
public enum IntanSignal
{
    /// <summary>An electrode.</summary>
    Amplifier,
    /// <summary>An auxiliary input of the chip, such as its accelerometer.</summary>
    AuxiliaryInput,
    /// <summary>The supply voltage of the chip.</summary>
    SupplyVoltage,
    /// <summary>The temperature of the chip.</summary>
    Temperature,
    /// <summary>An analog input of the board.</summary>
    AnalogInput,
    /// <summary>An analog output of the board.</summary>
    AnalogOutput,
    /// <summary>A digital input of the board.</summary>
    DigitalInput,
    /// <summary>A digital output of the board.</summary>
    DigitalOutput,
    /// <summary>An electrode without the high-pass filter, at low gain (stimulators only).</summary>
    DirectAmplifier,
    /// <summary>The stimulation current of an electrode (stimulators only).</summary>
    Stimulation,
}
