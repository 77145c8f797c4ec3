using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Pons.Decoding;

namespace Pons.Evaluation;

/// <summary>
/// Refuses to fit when training knows something of the test: the same samples, overlapping windows, windows of one cue, or one recording
/// under two names. It looks at the trials that are about to be fitted, whatever divided them, so that no split can get around it.
/// </summary>
internal static class LeakGuard
{
    /// <summary>Values of a trial that its key is made of; where keys meet, all values are compared.</summary>
    private const int KeyValues = 32;

    /// <summary>Refuses a division that leaks.</summary>
    /// <exception cref="EvaluationException">A test trial shares samples, a cue or its whole content with a training trial.</exception>
    public static void Demand(string fold, IReadOnlyList<Trial> train, IReadOnlyList<Trial> test)
    {
        DemandApart(fold, train, test);
        DemandDistinct(fold, train, test);
    }

    private static void DemandApart(string fold, IReadOnlyList<Trial> train, IReadOnlyList<Trial> test)
    {
        var runs = train.ToLookup(t => (t.Origin.Subject, t.Origin.Session, t.Origin.Run));
        foreach (var tested in test)
            foreach (var known in runs[(tested.Origin.Subject, tested.Origin.Session, tested.Origin.Run)])
            {
                var shared = Math.Min(tested.Origin.EndSampleIndex, known.Origin.EndSampleIndex)
                    - Math.Max(tested.Origin.FirstSampleIndex, known.Origin.FirstSampleIndex);
                if (shared > 0) throw Leak(fold, tested, known, $"share {shared} samples of one recording");
                if (tested.Origin.CueSampleIndex >= 0 && tested.Origin.CueSampleIndex == known.Origin.CueSampleIndex)
                    throw Leak(fold, tested, known, $"belong to one cue, at sample {tested.Origin.CueSampleIndex}");
            }
    }

    private static void DemandDistinct(string fold, IReadOnlyList<Trial> train, IReadOnlyList<Trial> test)
    {
        var known = train.ToLookup(Key);
        foreach (var tested in test)
            foreach (var other in known[Key(tested)])
                if (MemoryMarshal.AsBytes(tested.Signal.Span).SequenceEqual(MemoryMarshal.AsBytes(other.Signal.Span)) && !IsEmpty(tested))
                    throw Leak(fold, tested, other, "hold the very same values under two names");
    }

    /// <summary>Trials without any signal are alike without being the same.</summary>
    private static bool IsEmpty(Trial trial) => TensorPrimitives.Max(trial.Signal.Span) == TensorPrimitives.Min(trial.Signal.Span);

    private static int Key(Trial trial)
    {
        var values = trial.Signal.Span;
        var hash = new HashCode();
        for (var i = 0; i < KeyValues; i++) hash.Add(values[(int)((long)i * (values.Length - 1) / (KeyValues - 1))]);
        return hash.ToHashCode();
    }

    private static EvaluationException Leak(string fold, Trial tested, Trial known, string how) => new(
        $"Fold '{fold}' leaks: the test trial {Named(tested)} and the training trial {Named(known)} {how}.",
        "The decoder would be asked about what it has seen, and any score could come out.",
        "Keep windows of one cue together, and every recording under one name; the splits of Pons do the first.");

    private static string Named(Trial trial) =>
        $"of {trial.Origin.Subject} {trial.Origin.Session} {trial.Origin.Run} at samples {trial.Origin.FirstSampleIndex} to {trial.Origin.EndSampleIndex}";
}
