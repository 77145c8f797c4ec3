using System.Collections.Immutable;
using Pons.Streams;

namespace Pons.Formats.Intan;

/// <summary>Channels of one kind: how they stand in the blocks of a file, and in files of their own.</summary>
internal sealed record IntanSection
{
    private const int Middle = 32768;

    public required IntanSignal Signal { get; init; }

    public required ImmutableArray<IntanChannel> Channels { get; init; }

    /// <summary>Samples of the amplifiers for one sample of these channels.</summary>
    public int Divider { get; init; } = 1;

    /// <summary>Value of one step, and the number that stands for 0, in the file with blocks.</summary>
    public (double Step, double Zero) Line { get; init; } = (1, 0);

    public string Unit { get; init; } = "";

    /// <summary>Digital lines share a word of 16 bits.</summary>
    public bool IsDigital => Signal is IntanSignal.DigitalInput or IntanSignal.DigitalOutput;

    public int WordsPerRow => IsDigital ? 1 : Channels.Length;

    public string Name => Signal switch
    {
        IntanSignal.Amplifier => "amplifier",
        IntanSignal.AuxiliaryInput => "auxiliary input",
        IntanSignal.SupplyVoltage => "supply voltage",
        IntanSignal.Temperature => "temperature",
        IntanSignal.AnalogInput => "analog input",
        IntanSignal.AnalogOutput => "analog output",
        IntanSignal.DigitalInput => "digital input",
        IntanSignal.DigitalOutput => "digital output",
        IntanSignal.DirectAmplifier => "direct-coupled amplifier",
        _ => "stimulation",
    };

    /// <summary>Name of the file that holds all channels of the kind; <see langword="null"/> when there never is one.</summary>
    public string? FileName => Signal switch
    {
        IntanSignal.Amplifier => "amplifier.dat",
        IntanSignal.AuxiliaryInput => "auxiliary.dat",
        IntanSignal.SupplyVoltage => "supply.dat",
        IntanSignal.AnalogInput => "analogin.dat",
        IntanSignal.AnalogOutput => "analogout.dat",
        IntanSignal.DigitalInput => "digitalin.dat",
        IntanSignal.DigitalOutput => "digitalout.dat",
        IntanSignal.DirectAmplifier => "dcamplifier.dat",
        IntanSignal.Stimulation => "stim.dat",
        _ => null,
    };

    /// <summary>Name of the file that holds one channel alone.</summary>
    public string FileNameOf(IntanChannel channel) => Signal switch
    {
        IntanSignal.Amplifier => $"amp-{channel.NativeName}.dat",
        IntanSignal.AuxiliaryInput => $"aux-{channel.NativeName}.dat",
        IntanSignal.SupplyVoltage => $"vdd-{channel.NativeName}.dat",
        IntanSignal.DirectAmplifier => $"dc-{channel.NativeName}.dat",
        IntanSignal.Stimulation => $"stim-{channel.NativeName}.dat",
        _ => $"board-{channel.NativeName}.dat",
    };

    /// <summary>In files of their own amplifiers have a sign; everything else stands there as in the blocks.</summary>
    public SampleType TypeIn(bool isBlock) =>
        Signal == IntanSignal.Temperature || (Signal == IntanSignal.Amplifier && !isBlock) ? SampleType.Int16 : SampleType.UInt16;

    /// <summary>The line of a sample; of stimulation, whose words hold a sign and flags, there is none.</summary>
    public DigitalScale ScaleIn(bool isBlock)
    {
        var type = TypeIn(isBlock);
        var (least, most) = type == SampleType.Int16 ? (short.MinValue, short.MaxValue) : ((int)ushort.MinValue, (int)ushort.MaxValue);
        var zero = type == SampleType.Int16 ? 0 : Line.Zero;
        var (step, from, to) = ((decimal)Line.Step, least - (decimal)zero, most - (decimal)zero);
        return new((double)(from * step), (double)(to * step), least, most, Unit);
    }

    /// <summary>The sections of a recording in the order in which they stand in a block.</summary>
    public static ImmutableArray<IntanSection> Of(IntanHeader header, IntanSetup setup)
    {
        ImmutableArray<IntanChannel> All(IntanSignal signal) => [.. header.Channels.Where(c => c.Signal == signal)];
        var amplifiers = All(IntanSignal.Amplifier);
        var (slow, analog) = (setup.BlockRows, AnalogLine(setup));
        var sensors = Enumerable.Range(1, setup.TemperatureSensors).Select(n =>
            new IntanChannel($"temperature {n}", $"temperature {n}", IntanSignal.Temperature, "", n - 1, 0, 0, 0, 0));
        ImmutableArray<IntanSection> all =
        [
            new() { Signal = IntanSignal.Amplifier, Channels = amplifiers, Line = (0.195, Middle), Unit = "uV" },
            new() { Signal = IntanSignal.DirectAmplifier, Channels = setup.HasDirectAmplifiers ? amplifiers : [], Line = (-0.01923, 512), Unit = "V" },
            new() { Signal = IntanSignal.Stimulation, Channels = setup.IsStimulator ? amplifiers : [], Unit = "A" },
            new() { Signal = IntanSignal.AuxiliaryInput, Channels = All(IntanSignal.AuxiliaryInput), Divider = 4, Line = (37.4e-6, 0), Unit = "V" },
            new() { Signal = IntanSignal.SupplyVoltage, Channels = All(IntanSignal.SupplyVoltage), Divider = slow, Line = (74.8e-6, 0), Unit = "V" },
            new() { Signal = IntanSignal.Temperature, Channels = [.. sensors], Divider = slow, Line = (0.01, 0), Unit = "°C" },
            new() { Signal = IntanSignal.AnalogInput, Channels = All(IntanSignal.AnalogInput), Line = analog, Unit = "V" },
            new() { Signal = IntanSignal.AnalogOutput, Channels = All(IntanSignal.AnalogOutput), Line = analog, Unit = "V" },
            new() { Signal = IntanSignal.DigitalInput, Channels = All(IntanSignal.DigitalInput) },
            new() { Signal = IntanSignal.DigitalOutput, Channels = All(IntanSignal.DigitalOutput) },
        ];
        return [.. all.Where(s => !s.Channels.IsEmpty)];
    }

    private static (double Step, double Zero) AnalogLine(IntanSetup setup) => (setup.IsStimulator, setup.BoardMode) switch
    {
        (true, _) or (_, 13) => (312.5e-6, Middle),
        (_, 1) => (152.59e-6, Middle),
        _ => (50.354e-6, 0),
    };

    public ChannelKind? Kind => Signal switch
    {
        IntanSignal.Amplifier or IntanSignal.DirectAmplifier => null,
        IntanSignal.DigitalInput or IntanSignal.DigitalOutput => ChannelKind.Trigger,
        _ => ChannelKind.Other,
    };
}
