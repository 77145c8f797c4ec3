using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Pons.Decoding;

namespace Pons.Contracts;

/// <summary>
/// The promises of a <see cref="Decoder"/> and its <see cref="FittedDecoder"/>, put to the test. Knows no test framework.
/// </summary>
public sealed class DecoderContract
{
    private readonly Decoder _decoder;
    private readonly TrialSet _trials;

    /// <summary>Chooses the decoder and what it learns from.</summary>
    /// <param name="decoder">The decoder.</param>
    /// <param name="trials">Labelled trials of two or more classes that suffice for it.</param>
    public DecoderContract(Decoder decoder, TrialSet trials)
    {
        ArgumentNullException.ThrowIfNull(decoder);
        ArgumentNullException.ThrowIfNull(trials);
        ArgumentOutOfRangeException.ThrowIfLessThan(trials.Classes.Length, 2);
        (_decoder, _trials) = (decoder, trials);
    }

    /// <summary>Checks every promise; returns when all are kept.</summary>
    /// <exception cref="ContractBreach">A promise is broken.</exception>
    public void Verify()
    {
        var learnt = Copied();
        var model = _decoder.Fit(learnt);
        for (var i = 0; i < _trials.Count; i++)
            ContractBreach.ThrowUnless(
                SameBits(learnt.Trials[i].Signal.Span, _trials.Trials[i].Signal.Span),
                "the trials are not changed.",
                $"trial {i} was changed.");
        VerifyFittingTwice(model);
        var predictions = VerifyPredictions(model);
        VerifySavedModel(model, predictions);
        VerifyRefusals(model);
    }

    private void VerifyFittingTwice(FittedDecoder model)
    {
        var again = _decoder.Fit(Copied());
        ContractBreach.ThrowUnless(
            model.ContentHash == again.ContentHash, "fitting twice on equal trials gives models of equal content hash.",
            $"{model.ContentHash} and then {again.ContentHash}.");
        ContractBreach.ThrowUnless(
            model.Classes.SequenceEqual(_trials.Classes), "the classes are those of the trials, in ordinal order.",
            $"they are {string.Join(", ", model.Classes)} instead of {string.Join(", ", _trials.Classes)}.");
        ContractBreach.ThrowUnless(
            model.Stream.Equals(_trials.Stream) && model.SampleCount == _trials.SampleCount,
            "a model knows the stream and length that it was fitted on.",
            $"it says '{model.Stream.Name}' and {model.SampleCount} samples.");
    }

    private ImmutableArray<Prediction> VerifyPredictions(FittedDecoder model)
    {
        ImmutableArray<Prediction> predictions = [.. _trials.Trials.Select(model.Predict)];
        foreach (var prediction in predictions)
            ContractBreach.ThrowUnless(
                prediction.Probabilities.Length == model.Classes.Length && prediction.Probabilities.All(p => p is >= 0 and <= 1)
                && Math.Abs(prediction.Probabilities.Sum() - 1) < 1e-9,
                "there is one probability a class, and they sum to one.", $"they are {string.Join(", ", prediction.Probabilities)}.");
        RequireSame(
            predictions,
            [.. _trials.Trials.Select(t => model.Predict(t.Signal.Span, t.SampleCount))],
            "a trial and its signal give the same prediction.");
        var concurrent = new Prediction[predictions.Length];
        Parallel.For(0, concurrent.Length, i => concurrent[i] = model.Predict(_trials.Trials[i]));
        RequireSame(predictions, concurrent, "any number of threads may ask at once.");
        return predictions;
    }

    private void VerifySavedModel(FittedDecoder model, ImmutableArray<Prediction> predictions)
    {
        const string Promise = "saving and loading gives the same predictions bit for bit.";
        var lineage = new ModelLineage(
            "contract", ImmutableSortedDictionary<string, double>.Empty, [], _trials.Count, ModelLineage.ThisProgram);
        FittedDecoder loaded;
        try
        {
            loaded = ModelFile.FromBytes(ModelFile.ToBytes(model, lineage), "the saved model", [_decoder]).Decoder;
        }
        catch (DecodingException fault)
        {
            throw new ContractBreach(Promise, $"loading failed: {fault.Message}", fault);
        }

        ContractBreach.ThrowUnless(loaded.ContentHash == model.ContentHash, Promise, "the loaded model has another content hash.");
        RequireSame(predictions, [.. _trials.Trials.Select(loaded.Predict)], Promise);
    }

    private void VerifyRefusals(FittedDecoder model)
    {
        var first = _trials.Trials[0];
        RequireRefusal("no trial", () => _decoder.Fit(_trials.Select([])));
        RequireRefusal("one trial", () => _decoder.Fit(_trials.Select([0])));
        RequireRefusal(
            "one class",
            () => _decoder.Fit(_trials.Select(Enumerable.Range(0, _trials.Count).Where(i => _trials.Trials[i].Label == first.Label))));
        foreach (var value in (double[])[double.NaN, double.PositiveInfinity])
        {
            RequireRefusal(
                $"a trial with {value}", () => _decoder.Fit(new(_trials.Stream, _trials.Trials.SetItem(0, Spoilt(first, value)))));
            RequireRefusal($"a signal with {value}", () => model.Predict(Spoilt(first, value)));
        }

        RequireRefusal(
            "a channel too many", () => model.Predict(new double[(first.ChannelCount + 1) * first.SampleCount], first.SampleCount));
        RequireRefusal(
            "a signal that is zero throughout", () => model.Predict(new double[first.ChannelCount * first.SampleCount], first.SampleCount));
    }

    private static void RequireRefusal(string input, Func<object> act)
    {
        var promise = $"{input} gives a DecodingException.";
        try
        {
            act();
        }
        catch (DecodingException)
        {
            return;
        }
        catch (Exception fault)
        {
            throw new ContractBreach(promise, $"it gave a {fault.GetType().Name}: {fault.Message}", fault);
        }

        throw new ContractBreach(promise, "it was accepted.");
    }

    private static void RequireSame(ImmutableArray<Prediction> expected, Prediction[] actual, string promise)
    {
        for (var i = 0; i < expected.Length; i++)
            ContractBreach.ThrowUnless(
                SameBits(expected[i].Probabilities.AsSpan(), actual[i].Probabilities.AsSpan()), promise,
                $"trial {i} gave {string.Join(", ", expected[i].Probabilities)} and then {string.Join(", ", actual[i].Probabilities)}.");
    }

    private static bool SameBits(ReadOnlySpan<double> a, ReadOnlySpan<double> b) =>
        MemoryMarshal.AsBytes(a).SequenceEqual(MemoryMarshal.AsBytes(b));

    private static Trial Spoilt(Trial trial, double value)
    {
        var signal = trial.Signal.ToArray();
        signal[signal.Length / 2] = value;
        return new(signal, trial.ChannelCount, trial.Label, trial.Origin);
    }

    // Fresh trials, so that nothing which is kept from an earlier use can help.
    private TrialSet Copied() =>
        new(_trials.Stream, [.. _trials.Trials.Select(t => new Trial(t.Signal.ToArray(), t.ChannelCount, t.Label, t.Origin))]);
}
