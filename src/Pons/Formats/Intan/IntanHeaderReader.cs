using System.Collections.Immutable;
using System.Globalization;

namespace Pons.Formats.Intan;

/// <summary>Reads the header of RHD files of every version and of RHS files.</summary>
internal sealed class IntanHeaderReader
{
    public const uint AmplifierMagic = 0xC6912702, StimulatorMagic = 0xD69127AC;

    /// <summary>A header of 2048 channels has a fifth of that.</summary>
    private const int LongestHeader = 1 << 20;

    private const double FastestHz = 1e6;

    private const int MostSensors = 256;

    private readonly IntanCursor _in;
    private readonly string _file;
    private readonly List<HeaderField> _fields = [];

    private IntanHeaderReader(IntanCursor cursor, string file) => (_in, _file) = (cursor, file);

    public static (IntanHeader Header, IntanSetup Setup) Read(Stream file, string name)
    {
        var bytes = new byte[Math.Min(file.Length, LongestHeader)];
        file.Position = 0;
        file.ReadExactly(bytes);
        return new IntanHeaderReader(new(bytes, bytes.Length == file.Length, name), name).Read();
    }

    private (IntanHeader Header, IntanSetup Setup) Read()
    {
        var magic = _in.UInt32();
        if (magic is not (AmplifierMagic or StimulatorMagic))
            throw new RecordingFormatException(_file, 0, $"The file begins with {magic:X8} instead of {AmplifierMagic:X8} or {StimulatorMagic:X8}.",
                "The file is therefore not of an Intan system.", "Open it with the format that it was written in.");
        var (major, minor) = (_in.Int16(), _in.Int16());
        var setup = new IntanSetup { IsStimulator = magic == StimulatorMagic, Major = major, RateHz = Rate() };
        setup = Filters(setup);
        setup = setup.IsStimulator ? Stimulator(setup) : setup;
        for (var note = 1; note <= 3; note++) Keep($"note {note}", _in.Text(), isPersonal: true);
        setup = setup.IsStimulator ? Board(setup) : Board(setup, major, minor);
        var channels = Groups(setup.IsStimulator);
        setup = setup with { HeaderBytes = _in.Position };
        return (new()
        {
            Format = setup.IsStimulator ? "Intan RHS" : "Intan RHD",
            File = _file,
            Version = string.Create(CultureInfo.InvariantCulture, $"{major}.{minor}"),
            IsStimulator = setup.IsStimulator,
            Device = setup.IsStimulator ? "Intan stimulation and recording system" : "Intan recording system",
            Description = string.Join("; ", _fields.Where(f => f.Name.StartsWith("note", StringComparison.Ordinal)).Select(f => f.Value)),
            StimulationStepAmperes = setup.StimulationStep,
            Channels = channels,
            Fields = [new("version", string.Create(CultureInfo.InvariantCulture, $"{major}.{minor}")), .. _fields],
        }, setup);
    }

    private double Rate()
    {
        var at = _in.Position;
        var rate = _in.Single();
        return rate is > 0 and <= FastestHz ? rate
            : throw _in.Fault(at, string.Create(CultureInfo.InvariantCulture, $"The sampling rate is {rate} Hz."));
    }

    private IntanSetup Filters(IntanSetup setup)
    {
        var isDigitalOn = _in.Int16() != 0;
        var (digital, low) = (_in.Single(), _in.Single());
        if (setup.IsStimulator) Keep("lower bandwidth while settling (Hz)", _in.Single());
        var high = _in.Single();
        Keep("desired digital high-pass (Hz)", _in.Single());
        Keep("desired lower bandwidth (Hz)", _in.Single());
        if (setup.IsStimulator) Keep("desired lower bandwidth while settling (Hz)", _in.Single());
        Keep("desired upper bandwidth (Hz)", _in.Single());
        var notch = _in.Int16() switch { 1 => 50.0, 2 => 60, _ => 0 };
        // Before version 3 the notch filter was for the screen only.
        if (notch > 0 && setup is { Major: < 3 }) Keep("notch filter of the display, not of the data (Hz)", notch);
        Keep("desired frequency of the impedance test (Hz)", _in.Single());
        Keep("frequency of the impedance test (Hz)", _in.Single());
        return setup with
        {
            HighPassHz = low,
            LowPassHz = high,
            DigitalHighPassHz = isDigitalOn ? digital : 0,
            NotchHz = setup.Major >= 3 ? notch : 0,
        };
    }

    private IntanSetup Stimulator(IntanSetup setup)
    {
        Keep("amplifier settle mode", _in.Int16());
        Keep("charge recovery mode", _in.Int16());
        var step = _in.Single();
        Keep("charge recovery current limit (A)", _in.Single());
        Keep("charge recovery target voltage (V)", _in.Single());
        return setup with { StimulationStep = step };
    }

    private IntanSetup Board(IntanSetup setup)
    {
        setup = setup with { HasDirectAmplifiers = _in.Int16() != 0, BoardMode = _in.Int16(), Reference = _in.Text() };
        Keep("reference", setup.Reference);
        return setup;
    }

    /// <summary>Versions added to the header: temperature sensors in 1.1, board mode in 1.3, reference in 2.0.</summary>
    private IntanSetup Board(IntanSetup setup, int major, int minor)
    {
        bool IsFrom(int otherMinor) => major > 1 || (major == 1 && minor >= otherMinor);
        if (IsFrom(1))
        {
            var at = _in.Position;
            setup = setup with { TemperatureSensors = _in.Int16() };
            if (setup.TemperatureSensors is < 0 or > MostSensors) throw _in.Fault(at, $"The number of temperature sensors is {setup.TemperatureSensors}.");
        }

        if (IsFrom(3)) setup = setup with { BoardMode = _in.Int16() };
        if (major > 1) setup = setup with { Reference = _in.Text() };
        Keep("board mode", setup.BoardMode);
        Keep("reference", setup.Reference);
        return setup;
    }

    private ImmutableArray<IntanChannel> Groups(bool isStimulator)
    {
        var channels = ImmutableArray.CreateBuilder<IntanChannel>();
        var at = _in.Position;
        var count = _in.Int16();
        if (count < 0) throw _in.Fault(at, $"The number of signal groups is {count}.");
        for (var group = 0; group < count; group++)
        {
            var (name, _) = (_in.Text(), _in.Text());
            var (isOn, members, _) = (_in.Int16(), _in.Int16(), _in.Int16());
            if (isOn <= 0) continue;
            for (var c = 0; c < members; c++)
                if (Channel(name, isStimulator) is { } channel) channels.Add(channel);
        }

        return channels.ToImmutable();
    }

    private IntanChannel? Channel(string port, bool isStimulator)
    {
        var (native, label, order, _) = (_in.Text(), _in.Text(), _in.Int16(), _in.Int16());
        var at = _in.Position;
        var (type, isOn, chip) = (_in.Int16(), _in.Int16(), _in.Int16());
        // Stimulators have a command stream besides.
        if (isStimulator) _ = _in.Int16();
        var stream = _in.Int16();
        // How the screen was triggered by spikes of this channel.
        for (var i = 0; i < 4; i++) _ = _in.Int16();
        var (size, phase) = (_in.Single(), _in.Single());
        if (isOn == 0) return null;
        var signal = SignalOf(type, isStimulator) ?? throw _in.Fault(at, $"Channel '{native}' is of kind {type}, which is not known.");
        return new(native, label.Length > 0 ? label : native, signal, port, order, chip, stream, size, phase);
    }

    private static IntanSignal? SignalOf(int type, bool isStimulator) => (isStimulator, type) switch
    {
        (_, 0) => IntanSignal.Amplifier,
        (false, 1) => IntanSignal.AuxiliaryInput,
        (false, 2) => IntanSignal.SupplyVoltage,
        (_, 3) => IntanSignal.AnalogInput,
        (false, 4) => IntanSignal.DigitalInput,
        (false, 5) => IntanSignal.DigitalOutput,
        (true, 4) => IntanSignal.AnalogOutput,
        (true, 5) => IntanSignal.DigitalInput,
        (true, 6) => IntanSignal.DigitalOutput,
        _ => null,
    };

    private void Keep(string name, double value) => Keep(name, value.ToString(CultureInfo.InvariantCulture));

    private void Keep(string name, string value, bool isPersonal = false)
    {
        if (value.Length > 0) _fields.Add(new(name, value, isPersonal));
    }
}
