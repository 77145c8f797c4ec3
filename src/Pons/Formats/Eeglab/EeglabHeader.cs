namespace Pons.Formats.Eeglab;

/// <summary>The header of an EEGLAB data set; places of electrodes have x to the nose, y to the left ear, z up.</summary>
public sealed record EeglabHeader : RecordingHeader
{
    /// <summary>Number of trials; 1 when the recording is continuous.</summary>
    public long TrialCount { get; init; } = 1;

    /// <summary>Samples of each trial, or of the whole continuous recording.</summary>
    public long SamplesPerTrial { get; init; }

    /// <summary>Time of a trial's first sample from the moment that it was cut around, in seconds; 0 when continuous.</summary>
    public double TrialStartSeconds { get; init; }

    /// <summary>Name of the file that holds the samples; empty when they stand in the <c>.set</c> file.</summary>
    public string DataFile { get; init; } = "";
}
