namespace Pons.Formats.Wfdb;

/// <summary>A signal specification line (header(5), "Signal specification lines").</summary>
internal sealed record WfdbSignal
{
    /// <summary>Digital steps in a physical unit when the header states none.</summary>
    public const double DefaultGain = 200;

    /// <summary>Name of a file that does not exist: the signal is defined, and nothing of it is stored.</summary>
    public const string NoFile = "~";

    public required string File { get; init; }

    public required WfdbSampleFormat Format { get; init; }

    public int SamplesPerFrame { get; init; } = 1;

    /// <summary>Frames of this signal in the file before its first one.</summary>
    public int Skew { get; init; }

    /// <summary>Bytes of the file before the first sample of its signals.</summary>
    public long ByteOffset { get; init; }

    public double Gain { get; init; } = DefaultGain;

    /// <summary>Digital number of the physical value 0.</summary>
    public double Baseline { get; init; }

    public string Unit { get; init; } = "mV";

    /// <summary>Bits of the converter; 0 when not stated.</summary>
    public int Resolution { get; init; }

    public int Zero { get; init; }

    /// <summary>Value before the first difference, for files that store differences.</summary>
    public int InitialValue { get; init; }

    /// <summary>Sum of all samples, modulo 2^16; <see langword="null"/> when not stated.</summary>
    public int? Checksum { get; init; }

    public string Description { get; init; } = "";

    /// <summary>How digital numbers stand for values: the limits are those that the format can store.</summary>
    public DigitalScale Scale
    {
        get
        {
            var (least, largest) = Format.StoresDifferences && Resolution is > 0 and < 31
                ? (Zero - (1 << (Resolution - 1)), Zero + (1 << (Resolution - 1)) - 1) : Format.Limits;
            return new((least - Baseline) / Gain, (largest - Baseline) / Gain, least, largest, Unit);
        }
    }
}
