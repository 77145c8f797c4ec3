using Pons.Streams;

namespace Pons.Devices.Intan;

/// <summary>One 16-bit word of a frame: channel and what of it. Its value is (raw − offset) · numerator / denominator, which a float
/// carries with one rounding.</summary>
internal readonly record struct IntanWord(IntanChannelName Name, IntanWordKind Kind)
{
    public string Label => Kind switch
    {
        IntanWordKind.Low => $"{Name} low",
        IntanWordKind.High => $"{Name} high",
        IntanWordKind.Dc => $"{Name} dc",
        IntanWordKind.Stim => $"{Name} stim",
        IntanWordKind.DigitalIn => "DIGITAL-IN",
        IntanWordKind.DigitalOut => "DIGITAL-OUT",
        _ => Name.ToString(),
    };

    /// <summary>The end of the name of the RHX parameter that sends it.</summary>
    public string Suffix => Kind switch
    {
        IntanWordKind.Low => "low",
        IntanWordKind.High => "high",
        IntanWordKind.Dc => "dc",
        IntanWordKind.Stim => "stim",
        _ => "",
    };

    public Channel Channel => Kind switch
    {
        IntanWordKind.Wide or IntanWordKind.Low or IntanWordKind.High or IntanWordKind.Dc => new(Label, ChannelKind.Ieeg),
        IntanWordKind.Stim => new(Label, ChannelKind.Other, "step"),
        IntanWordKind.DigitalIn or IntanWordKind.DigitalOut => new(Label, ChannelKind.Trigger, ""),
        _ => new(Label, ChannelKind.Other),
    };

    /// <summary>In µV: 0.195 a bit for amplifiers, 37.4 for aux, 74.8 for supply, −19 230 for the direct coupled one, 312.5 (USB 3) or 50.354
    /// (USB 2) for the analogue inputs.</summary>
    public (float Offset, float Numerator, float Denominator) Scale(bool isUsb2) => Kind switch
    {
        IntanWordKind.Wide or IntanWordKind.Low or IntanWordKind.High => (32768, 39, 200),
        IntanWordKind.Dc => (512, -19230, 1),
        IntanWordKind.Aux => (0, 187, 5),
        IntanWordKind.Supply => (0, 187, 2.5f),
        IntanWordKind.AnalogIn when isUsb2 => (0, 50.354f, 1),
        IntanWordKind.AnalogIn or IntanWordKind.AnalogOut => (32768, 312.5f, 1),
        _ => (0, 1, 1),
    };
}
