using System.Collections.Immutable;
using Pons.Geometry;

namespace Pons.Decoding.Adaptation;

/// <summary>
/// A rule by which a decoder changes with each trial, as a value: its parameters, no state. Given the same model and trial it always makes
/// the same next model. May be used from any thread.
/// </summary>
public abstract record Adaptation
{
    /// <summary>Name in logs and reports, such as <c>recentring</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The parameters by name.</summary>
    public abstract ImmutableSortedDictionary<string, double> Parameters { get; }

    /// <summary>Whether it must be told what was asked for; then every trial that it learns from is calibration.</summary>
    public abstract bool LooksAtLabels { get; }

    /// <summary>What of the model changes, and by how much.</summary>
    private protected abstract (ImmutableArray<ModelArray> Changed, double Amount) Change(FittedDecoder model, ModelContent content, Trial trial, ClassLabel? label);

    /// <summary>The next model and what changed in it; the model that is given stays as it is.</summary>
    internal (FittedDecoder Model, AdaptationEntry Entry) Apply(FittedDecoder model, Trial trial, ClassLabel? label)
    {
        if (LooksAtLabels && (label is null || !model.Classes.Contains(label.Value)))
            throw new DecodingException(
                $"{Name} was given {(label is null ? "no class" : $"class '{label}'")} with a trial.",
                $"It learns what was asked for, one of {string.Join(", ", model.Classes)}.", "Tell the class, or adapt by recentring or pooled-mean.");
        // Refuses a trial that the model cannot decide on, before anything changes.
        _ = model.Predict(trial);
        var content = model.ToContent();
        try
        {
            var (changed, amount) = Change(model, content, trial, label);
            var next = Replaced(model, changed);
            return (next, new(trial.Origin, LooksAtLabels ? label : null, amount, model.ContentHash, next.ContentHash, changed));
        }
        catch (GeometryException fault)
        {
            throw new DecodingException($"{Name} cannot use the trial at sample {trial.Origin.FirstSampleIndex}: {fault.What}", fault.Why, fault.Remedy, fault);
        }
    }

    /// <summary>The model with some of its arrays replaced.</summary>
    internal static FittedDecoder Replaced(FittedDecoder model, ImmutableArray<ModelArray> changed)
    {
        var content = model.ToContent();
        return model.Decoder.Restore(content with { Arrays = [.. content.Arrays.Select(a => changed.FirstOrDefault(c => c.Name == a.Name) ?? a)] });
    }

    /// <summary>The covariance of a trial within the directions that the model works in.</summary>
    private protected static Matrix Within(ModelContent content, Trial trial)
    {
        var basis = content.Array("basis", -1, content.Stream.ChannelCount);
        return Riemann.Reduction.Of(trial.Covariance.Matrix, new(basis.Shape[0], basis.Shape[1], [.. basis.Values]));
    }

    /// <summary>The class means of a model of <c>riemann-mdm</c>.</summary>
    private protected static Matrix[] MeansOf(ModelContent content)
    {
        var means = content.Array("means", -1, -1, -1);
        var n = means.Shape[1];
        return [.. Enumerable.Range(0, means.Shape[0]).Select(k => new Matrix(n, n, [.. means.Values.AsSpan(k * n * n, n * n)]))];
    }

    /// <summary>Class means as a model keeps them.</summary>
    private protected static ModelArray ToArray(Matrix[] means) =>
        ModelArray.Of("means", means.SelectMany(m => m.Values.ToArray()).ToArray(), means.Length, means[0].Rows, means[0].Rows);

    private protected DecodingException CannotChange(FittedDecoder model, string which) => new(
        $"{Name} cannot change a model of {model.Decoder.Name} with {model.Classes.Length} classes.", $"It is written for {which}.",
        "Start from such a model, or choose another adaptation.");
}
