using Pons.Decoding;
using Pons.Experiments;
using Pons.Experiments.MotorImagery;
using Pons.Pipelines;
using Pons.Simulation;
using Pons.Streams;

namespace Pons.Certification.Measurements;

/// <summary>
/// The work of a session that is measured: 64 channels of a virtual subject at 1 kHz in blocks of 4 ms; causal band-pass from 8 to 30 Hz,
/// then after every block a decision by <c>tangent-lr</c> from the last 250 ms. The decoder is fitted to a short calibration of the same
/// subject.
/// </summary>
internal sealed class LoopDecoding
{
    public const double RateHz = 1000;
    public const int BlockSamples = 4;
    private const double WindowSeconds = 0.25;

    private static readonly VirtualSessionPlan Plan = new()
    {
        Subject = VirtualSubject.Draw(1, 0.9),
        RateHz = RateHz,
        BlockSamples = BlockSamples,
        CalibrationTrials = 8,
        Paradigm = new LeftRightImagery { FeedbackWindowSeconds = WindowSeconds, FeedbackStepSeconds = BlockSamples / RateHz },
    };

    private readonly FittedDecoder _model;

    private LoopDecoding(FittedDecoder model) => _model = model;

    /// <summary>From raw blocks to a decision after every block.</summary>
    public Stage<SignalBlock, Decision> Stages => Plan.Paradigm.Online(_model);

    /// <summary>The number of channels.</summary>
    public static int ChannelCount => Plan.Montage.Count;

    /// <summary>Calibrates and fits; some seconds.</summary>
    /// <param name="labels">What the stream calls the channels; by default as the subject does.</param>
    /// <param name="cancellation">Breaks off.</param>
    public static LoopDecoding Prepare(IReadOnlyList<string>? labels, CancellationToken cancellation)
    {
        var calibration = VirtualSession.Calibrate(Plan, cancellation);
        var stream = calibration.Stream;
        if (labels is not null) stream = stream with { Channels = [.. stream.Channels.Zip(labels, (c, label) => c with { Label = label })] };
        return new(Plan.Decoder.Fit(new(stream, calibration.Trials)));
    }

    /// <summary>The subject's stream from its start.</summary>
    /// <param name="pacing">The clock of real time; <see langword="null"/> for as fast as it is read.</param>
    public static TwinSource NewSource(TimeProvider? pacing) => new(Plan.Subject, Plan.Montage, RateHz, BlockSamples, pacing);
}
