namespace Pons.Formats;

/// <summary>What a file says of one channel beyond what processing needs; kept so that it can be shown and written again.</summary>
public sealed record RecordedChannel
{
    /// <summary>The label in the words of the file, before it was brought to a canonical name; empty when the file has none.</summary>
    public string SourceLabel { get; init; } = "";

    /// <summary>Impedance of the electrode in ohms; <see langword="null"/> when not stated.</summary>
    public double? ImpedanceOhms { get; init; }

    /// <summary>Corner of the recording high-pass filter in hertz; 0 means none, <see langword="null"/> not stated.</summary>
    public double? HighPassHz { get; init; }

    /// <summary>Corner of the recording low-pass filter in hertz; <see langword="null"/> when not stated.</summary>
    public double? LowPassHz { get; init; }

    /// <summary>Frequency of the recording notch filter in hertz; 0 means none, <see langword="null"/> not stated.</summary>
    public double? NotchHz { get; init; }

    /// <summary>The filters in the words of the file; empty when it says nothing.</summary>
    public string Filtering { get; init; } = "";

    /// <summary>The sensor in the words of the file, such as <c>AgAgCl electrode</c>; empty when it says nothing.</summary>
    public string Sensor { get; init; } = "";

    /// <summary>Place of the sensor in metres, in the frame that the file uses; <see langword="null"/> when not stated.</summary>
    public (double X, double Y, double Z)? LocationMetres { get; init; }
}
