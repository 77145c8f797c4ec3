using Pons.Decoding;
using Pons.Streams;

namespace Pons.Cli.Benchmarks;

/// <summary>Signals with labels that a decoder and its peer work on; every fifth one is tested on those between.</summary>
/// <param name="RateHz">Samples per second.</param>
/// <param name="Channels">Channels of a signal.</param>
/// <param name="Signals">Each [channel × sample].</param>
/// <param name="Labels">The class of each.</param>
internal sealed record LabelledSignals(double RateHz, int Channels, double[][] Signals, string[] Labels)
{
    public const int Folds = 5;
    private static readonly ClockId Clock = new("invented");

    private readonly StreamInfo _stream = new("invented", [.. Enumerable.Range(1, Channels).Select(i => new Channel($"X{i}"))], RateHz, Clock);

    public int SampleCount => Signals[0].Length / Channels;

    /// <summary>Trials of which nothing is known yet but their values, so that their covariances are part of the work.</summary>
    public TrialSet Trials() => new(_stream, [.. Signals.Select(Trial)]);

    /// <summary>The places that one fold learns from, and those that it decides on.</summary>
    public (int[] Training, int[] Test) Fold(int fold) =>
        ([.. Enumerable.Range(0, Signals.Length).Where(i => i % Folds != fold)], [.. Enumerable.Range(0, Signals.Length).Where(i => i % Folds == fold)]);

    private Trial Trial(double[] signal, int place)
    {
        var end = (place + 1L) * SampleCount;
        var origin = new TrialOrigin(
            new("S1"), new("1"), new("1"), end - SampleCount, end, Timestamp.FromSeconds(Clock, end / RateHz), end - SampleCount);
        return new(signal, Channels, new ClassLabel(Labels[place]), origin);
    }
}
