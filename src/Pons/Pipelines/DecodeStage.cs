using Pons.Decoding;
using Pons.Streams;

namespace Pons.Pipelines;

/// <summary>
/// Decides on every trial. Refuses, before any data, a stream whose channels or rate are not those that the decoder was
/// trained on. The decision carries the content hash of the model; a run with a ledger adds the stamps.
/// </summary>
public sealed record DecodeStage : Stage<Trial, Decision>
{
    /// <summary>Decides with this decoder.</summary>
    public DecodeStage(FittedDecoder model)
    {
        ArgumentNullException.ThrowIfNull(model);
        Model = model;
    }

    /// <summary>What decides.</summary>
    public FittedDecoder Model { get; }

    /// <inheritdoc/>
    public override string Name => "decode";

    /// <inheritdoc/>
    public override StageOutput Describe(StreamInfo input)
    {
        RequireChannels(input);
        if (input.RateHz != Model.Stream.RateHz)
            throw new PipelineBuildException(
                Name, input.Name, $"the stream has {input.RateHz} Hz, the model was trained at {Model.Stream.RateHz} Hz.",
                "Filters and lengths depend on the rate, so its decisions would mean something else.",
                "Resample the stream to the rate of the model, or train at this rate.");
        return new(input, 0);
    }

    /// <inheritdoc/>
    public override StageRun<Trial> Start(StreamInfo input, StageRun<Decision> next)
    {
        Describe(input);
        return new DecodeRun(this, input, next);
    }

    private void RequireChannels(StreamInfo input)
    {
        var expected = Model.Stream.Channels.Select(c => c.Label).ToList();
        var given = input.Channels.Select(c => c.Label).ToList();
        if (expected.SequenceEqual(given)) return;
        var missing = expected.Except(given).ToList();
        var extra = given.Except(expected).ToList();
        var what = (missing.Count, extra.Count) switch
        {
            (0, 0) => $"the channels come in another order: {Listed(given)} instead of {Listed(expected)}.",
            (0, _) => $"the model does not know channel {Listed(extra)}.",
            (_, 0) => $"channel {Listed(missing)} of the model is missing.",
            _ => $"channel {Listed(missing)} of the model is missing, and it does not know {Listed(extra)}.",
        };
        throw new PipelineBuildException(
            Name, input.Name, what, "Every channel has its own weight in the model.",
            "Give the stream the channels of the model in its order, or train a model for this stream.");
    }

    private static string Listed(List<string> labels) =>
        labels.Count <= 8 ? string.Join(", ", labels) : $"{string.Join(", ", labels.Take(8))} and {labels.Count - 8} more";

    private sealed class DecodeRun(DecodeStage stage, StreamInfo info, StageRun<Decision> next) : StageRun<Trial>
    {
        private readonly string _hash = stage.Model.ContentHash;

        public override void Process(Trial item)
        {
            var origin = item.Origin;
            next.Process(new(origin.Time, origin.FirstSampleIndex, origin.EndSampleIndex, Predict(item), _hash, item.Label, [])
            {
                CueSampleIndex = origin.CueSampleIndex,
            });
        }

        public override void Complete() => next.Complete();

        private Prediction Predict(Trial trial)
        {
            try
            {
                // Nobody asks this trial again: what it would keep of its covariance would be made in vain.
                return stage.Model.Predict(trial.Signal.Span, trial.SampleCount);
            }
            catch (DecodingException fault)
            {
                throw new PipelineRunException(
                    stage.Name, info.Name, $"samples {trial.Origin.FirstSampleIndex} to {trial.Origin.EndSampleIndex - 1}: {fault.What}",
                    fault.Why, fault.Remedy, fault);
            }
        }
    }
}
