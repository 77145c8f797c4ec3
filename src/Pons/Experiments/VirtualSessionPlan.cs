using Pons.Decoding;
using Pons.Experiments.MotorImagery;
using Pons.Simulation;

namespace Pons.Experiments;

/// <summary>Everything that decides a session with a virtual subject: two sessions of equal plans decide the same, bit for bit.</summary>
public sealed record VirtualSessionPlan
{
    /// <summary>Who takes part.</summary>
    public VirtualSubject Subject { get; init; } = new();

    /// <summary>The experiment.</summary>
    public LeftRightImagery Paradigm { get; init; } = new();

    /// <summary>What is fitted to the calibration.</summary>
    public Decoder Decoder { get; init; } = Decoders.Named("tangent-lr");

    /// <summary>Decides the order of cues; 1 by default.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Length of the online session in seconds; 60 by default.</summary>
    public double DurationSeconds { get; init => field = Positive(value, nameof(DurationSeconds)); } = 60;

    /// <summary>Trials of the calibration, at least 4; 40 by default.</summary>
    public int CalibrationTrials
    {
        get;
        init => field = value >= 4 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A calibration has at least 4 trials.");
    } = 40;

    /// <summary>Samples per second; 250 by default.</summary>
    public double RateHz { get; init => field = Positive(value, nameof(RateHz)); } = 250;

    /// <summary>
    /// Samples in a block; 10 by default, 40 ms at 250 Hz. Changes no decision as long as a block is shorter than
    /// <see cref="OnlineSession.FeedbackLeadSeconds"/>; a longer one is refused when the session is made.
    /// </summary>
    public int BlockSamples { get; init; } = 10;

    /// <summary>Electrodes; 64 of the 10-10 system by default.</summary>
    public Montage Montage { get; init; } = Montage.Standard64;

    private static double Positive(double value, string name) =>
        value > 0 && double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(name, value, "Must be positive and finite.");
}
