namespace Pons.Formats.Intan;

/// <summary>What of the header decides how samples lie and what they mean.</summary>
internal sealed record IntanSetup
{
    public required bool IsStimulator { get; init; }

    public required int Major { get; init; }

    public required double RateHz { get; init; }

    /// <summary>Samples of the amplifiers in a block: 60 before version 2 of RHD, else 128.</summary>
    public int BlockRows => IsStimulator || Major > 1 ? 128 : 60;

    public int TemperatureSensors { get; init; }

    public int BoardMode { get; init; }

    public bool HasDirectAmplifiers { get; init; }

    public double StimulationStep { get; init; }

    public double HighPassHz { get; init; }

    public double LowPassHz { get; init; }

    /// <summary>Corner of the digital high-pass filter; 0 when it was off.</summary>
    public double DigitalHighPassHz { get; init; }

    public double NotchHz { get; init; }

    public string Reference { get; init; } = "";

    public long HeaderBytes { get; init; }
}
