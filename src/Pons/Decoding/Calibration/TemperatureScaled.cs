using System.Collections.Immutable;

namespace Pons.Decoding.Calibration;

/// <summary>
/// Another decoder with believable probabilities: <see cref="TemperatureScaling"/> whose temperature is learnt inside the training trials.
/// The cues of each class are cut, in their order, into at most five blocks; each block is predicted by a decoder that has not seen it,
/// and the temperature of least log loss over all of them is kept. The decoder itself is then fitted to all trials, so it decides as it
/// would alone. Takes six times the time to fit, and one more trial of each class than the decoder needs.
/// </summary>
/// <param name="Inner">The decoder.</param>
public sealed record TemperatureScaled(Decoder Inner) : Decoder
{
    /// <summary>What the names of such decoders end with.</summary>
    public const string Suffix = "+temperature";

    private const int BlockCount = 5;
    private const string Array = "temperature";

    /// <inheritdoc/>
    public override string Name => Inner.Name + Suffix;

    /// <inheritdoc/>
    public override ImmutableSortedDictionary<string, double> Parameters => Inner.Parameters;

    /// <inheritdoc/>
    public override FittedDecoder Fit(TrialSet trials)
    {
        ArgumentNullException.ThrowIfNull(trials);
        var model = Inner.Fit(trials);
        var blocks = Blocks(trials);
        List<Prediction> predictions = [];
        List<ClassLabel> truth = [];
        for (var block = 0; block <= blocks.Max(); block++)
        {
            var without = Inner.Fit(trials.Select(Enumerable.Range(0, blocks.Length).Where(i => blocks[i] >= 0 && blocks[i] != block)));
            foreach (var trial in trials.Trials.Where((_, i) => blocks[i] == block))
            {
                predictions.Add(without.Predict(trial));
                truth.Add(trial.Label!.Value);
            }
        }

        return new Fitted(this, model, TemperatureScaling.Fit(predictions, truth));
    }

    /// <inheritdoc/>
    public override FittedDecoder Restore(ModelContent content)
    {
        ArgumentNullException.ThrowIfNull(content);
        var temperature = content.Array(Array).Values[0];
        if (!(temperature > 0))
            throw new DecodingException(
                $"The model of decoder '{Name}' has a temperature of {temperature}.", "Probabilities are divided by it.", "Train again.");
        var inner = content with { Decoder = Inner.Name, Arrays = [.. content.Arrays.Where(a => a.Name != Array)] };
        var model = Inner.Restore(inner);
        return new Fitted(new(model.Decoder), model, new(temperature));
    }

    /// <summary>The block of each trial, −1 without a label; windows of one cue stay together.</summary>
    private int[] Blocks(TrialSet trials)
    {
        var blocks = new int[trials.Count];
        System.Array.Fill(blocks, -1);
        foreach (var label in trials.Classes)
        {
            var places = Enumerable.Range(0, trials.Count).Where(i => trials.Trials[i].Label == label).ToArray();
            var cues = new Dictionary<(SubjectId Subject, SessionId Session, RunId Run, long Cue), int>();
            foreach (var i in places) cues.TryAdd(CueOf(trials.Trials[i], i), cues.Count);
            if (cues.Count < 2)
                throw new DecodingException(
                    $"{Name} was given {cues.Count} cue of class '{label}'.", "A temperature is learnt from trials that were left out of training.",
                    "Record more trials of this class, or use the decoder without calibration.");
            var count = Math.Min(BlockCount, trials.Classes.Min(k => trials.Trials.Count(t => t.Label == k)));
            foreach (var i in places) blocks[i] = cues[CueOf(trials.Trials[i], i)] * Math.Min(count, cues.Count) / cues.Count;
        }

        return blocks;
    }

    private static (SubjectId Subject, SessionId Session, RunId Run, long Cue) CueOf(Trial trial, int place)
    {
        var origin = trial.Origin;
        return (origin.Subject, origin.Session, origin.Run, origin.CueSampleIndex < 0 ? -1 - place : origin.CueSampleIndex);
    }

    private sealed class Fitted(TemperatureScaled decoder, FittedDecoder model, TemperatureScaling scaling)
        : FittedDecoder(decoder, model.Stream, model.SampleCount, model.Classes)
    {
        protected override ImmutableArray<ModelArray> LearntArrays() =>
            [.. model.ToContent().Arrays, ModelArray.Of(Array, [scaling.Temperature])];

        protected override double[] Probabilities(ReadOnlySpan<double> signal, int sampleCount) =>
            scaling.Apply(model.Predict(signal, sampleCount).Probabilities.AsSpan());

        protected override double[] Probabilities(Trial trial) => scaling.Apply(model.Predict(trial).Probabilities.AsSpan());
    }
}
