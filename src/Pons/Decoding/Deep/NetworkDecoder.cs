using System.Collections.Immutable;
using System.Numerics;
using System.Numerics.Tensors;

namespace Pons.Decoding.Deep;

/// <summary>
/// A small convolutional network, trained by Adam on the processor. Each channel is first standardised by the training trials; one that
/// never changes is only centred. Training stops when the loss on trials held out inside the training part (one subject, else one run, else
/// the last fifth of each class) has not improved for <see cref="Patience"/> epochs, and the best weights are kept. The seed decides weights,
/// order and dropout; the number of threads changes nothing. Trials must be as long as those it was fitted on. Needs two trials a class.
/// </summary>
public abstract record NetworkDecoder : Decoder
{
    private readonly double _learningRate = 1e-3;
    private readonly int _epochs = 100;
    private readonly int _patience = 20;
    private readonly int _batchSize = 16;

    private protected NetworkDecoder()
    {
    }

    /// <summary>Step of Adam; 0.001 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a positive number.</exception>
    public double LearningRate
    {
        get => _learningRate;
        init => _learningRate = value > 0 && double.IsFinite(value) ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "Must be positive and finite.");
    }

    /// <summary>Most passes over the training trials; 100 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public int Epochs
    {
        get => _epochs;
        init => _epochs = AtLeast(1, value);
    }

    /// <summary>Epochs without improvement after which training stops; 20 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public int Patience
    {
        get => _patience;
        init => _patience = AtLeast(1, value);
    }

    /// <summary>Trials of a step; 16 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 2.</exception>
    public int BatchSize
    {
        get => _batchSize;
        init => _batchSize = AtLeast(2, value);
    }

    /// <summary>Decides everything that is drawn; 0 by default.</summary>
    public int Seed { get; init; }

    /// <inheritdoc/>
    public override ImmutableSortedDictionary<string, double> Parameters => ImmutableSortedDictionary<string, double>.Empty
        .Add("learningRate", LearningRate).Add("epochs", Epochs).Add("patience", Patience).Add("batchSize", BatchSize).Add("seed", Seed);

    /// <inheritdoc/>
    public override FittedDecoder Fit(TrialSet trials)
    {
        ArgumentNullException.ThrowIfNull(trials);
        var labelled = trials.Trials.Where(t => t.Label is not null).ToList();
        RequireUsable(trials, labelled);
        int[] classes = [.. labelled.Select(t => trials.Classes.IndexOf(t.Label!.Value))];
        var scaling = ChannelScaling.Of(labelled, Name);
        var network = Build<float>(trials.Stream.ChannelCount, trials.SampleCount, trials.Classes.Length);
        network.Initialise(Seed);
        var signals = labelled.Select(t => scaling.Apply(t.Signal.Span)).ToArray();
        new Training(this, network, signals, classes, trials.Stream.ChannelCount).Run(TrainingPart.Of(labelled, classes, Seed));
        if (!network.State.All(p => TensorPrimitives.IsFiniteAll<float>(p.Values)))
            throw new DecodingException(
                $"{Name} diverged: a weight is not finite.", "Nothing follows from it.", "Choose a smaller learning rate.");
        return new FittedNetwork(this, trials.Stream, trials.SampleCount, trials.Classes, scaling, network);
    }

    /// <inheritdoc/>
    public override FittedDecoder Restore(ModelContent content)
    {
        ArgumentNullException.ThrowIfNull(content);
        RequireLength(content.SampleCount);
        var channels = content.Stream.ChannelCount;
        var scaling = new ChannelScaling([.. content.Array("center", channels).Values], [.. content.Array("deviation", channels).Values]);
        var network = Build<float>(channels, content.SampleCount, content.Classes.Length);
        for (var p = 0; p < network.State.Length; p++)
        {
            var values = content.Array(FittedNetwork.NameOf(network.State[p], p), network.State[p].Shape).Values;
            for (var k = 0; k < values.Length; k++) network.State[p].Values[k] = (float)values[k];
        }

        return new FittedNetwork(With(content), content.Stream, content.SampleCount, content.Classes, scaling, network);
    }

    /// <summary>The layers for trials of this shape, in any precision.</summary>
    internal abstract Network<T> Build<T>(int channels, int samples, int classes)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    private protected abstract int LeastSamples { get; }

    private NetworkDecoder With(ModelContent content) => this with
    {
        LearningRate = content.Parameter("learningRate"),
        Epochs = (int)content.Parameter("epochs"),
        Patience = (int)content.Parameter("patience"),
        BatchSize = (int)content.Parameter("batchSize"),
        Seed = (int)content.Parameter("seed"),
    };

    private void RequireUsable(TrialSet set, List<Trial> labelled)
    {
        if (set.Classes.Length < 2)
            throw new DecodingException(
                $"{Name} was given {set.Count} trials of classes {(set.Classes.IsEmpty ? "none" : string.Join(", ", set.Classes))}.",
                "Telling classes apart needs examples of at least two.", "Record or choose trials of every class.");
        if (set.Classes.FirstOrDefault(c => labelled.Count(t => t.Label == c) < 2) is { Name: { } rare })
            throw new DecodingException(
                $"{Name} was given one trial of class '{rare}'.", "It needs one to learn from and one to know when to stop.",
                "Record more trials of this class.");
        RequireLength(set.SampleCount);
        if (labelled.FirstOrDefault(t => !TensorPrimitives.IsFiniteAll(t.Signal.Span)) is { } bad)
            throw new DecodingException(
                $"{Name}: the trial of {bad.Origin.Subject} {bad.Origin.Run} at sample {bad.Origin.FirstSampleIndex} has a value that is not finite.",
                "A network learns nothing from it.", "Leave the trial out, or mend the recording: a missing sample is a gap, not a value.");
    }

    private void RequireLength(int samples)
    {
        if (samples < LeastSamples)
            throw new DecodingException(
                $"{Name} was given trials of {samples} samples.", $"Its filters and windows need at least {LeastSamples}.", "Cut longer trials.");
    }

    private static int AtLeast(int least, int value) =>
        value >= least ? value : throw new ArgumentOutOfRangeException(nameof(value), value, $"Must be at least {least}.");
}
