using System.Collections.Immutable;
using Pons.Geometry;

namespace Pons.Decoding.Transfer;

/// <summary>
/// Riemannian Procrustes analysis (Rodrigues et al. 2019, doi 10.1109/TBME.2018.2889705): people are recentred and rescaled, and the new
/// person is rotated so that the class means of a few labelled trials fall on those of the people to learn from (Euclidean distance of the
/// means). Unlike an <see cref="Alignment"/> it looks at labels of the new person: those trials are calibration, they are counted in
/// <see cref="CalibrationCount"/>, and <see cref="AlignNew"/> refuses to hand them on as if they were new. Everything about the new person comes
/// from the calibration alone, so a live session can do the same. Immutable; may be used from any thread.
/// </summary>
public sealed class ProcrustesAlignment
{
    private readonly SubjectFrame _frame;
    private readonly Matrix _rotation;
    private readonly ImmutableArray<TrialOrigin> _used;

    private ProcrustesAlignment(TrialSet known, TrialSet calibration, SubjectFrame frame, Matrix rotation)
    {
        (Known, _frame, _rotation) = (known, frame, rotation);
        _used = [.. calibration.Trials.Select(t => t.Origin)];
        Calibration = Moved(calibration);
    }

    /// <summary>The trials of the people to learn from, recentred and rescaled.</summary>
    public TrialSet Known { get; }

    /// <summary>The calibration trials of the new person, aligned; they may be learnt from too, never tested.</summary>
    public TrialSet Calibration { get; }

    /// <summary>How many labelled trials of the new person were used.</summary>
    public int CalibrationCount => _used.Length;

    /// <summary>Learns the alignment.</summary>
    /// <param name="people">Labelled trials of the people to learn from, one set each; at least one.</param>
    /// <param name="calibration">Labelled trials of the new person: at least two of each class of the others.</param>
    /// <exception cref="DecodingException">A class is missing or too rare in the calibration, or the signal does not fill every direction.</exception>
    public static ProcrustesAlignment Fit(IReadOnlyList<TrialSet> people, TrialSet calibration)
    {
        ArgumentOutOfRangeException.ThrowIfZero(people.Count);
        ArgumentNullException.ThrowIfNull(calibration);
        var known = TrialSet.Concat([.. people.Select(new RiemannianRescaling().AlignKnown)]);
        RequireClasses(known, calibration);
        try
        {
            ImmutableArray<Matrix> covariances = [.. calibration.Trials.Select(t => t.Covariance.Matrix)];
            var frame = SubjectFrame.Of(covariances, RiemannMean.Of(covariances));
            var rescaled = calibration.Trials.Select(t => (t.Label, Matrix: MatrixProduct.Congruence(frame.TransformOf(t.Covariance.Matrix), t.Covariance.Matrix)));
            var means = rescaled.ToLookup(t => t.Label, t => t.Matrix);
            Matrix[] theirs = [.. known.Classes.Select(k => RiemannMean.Of([.. known.Trials.Where(t => t.Label == k).Select(t => t.Covariance.Matrix)]))];
            Matrix[] own = [.. known.Classes.Select(k => RiemannMean.Of([.. means[k]]))];
            return new(known, calibration, frame, ProcrustesRotation.Of(theirs, own));
        }
        catch (GeometryException fault)
        {
            throw new DecodingException(
                $"The calibration of {calibration.Trials[0].Origin.Subject} cannot be aligned: {fault.What}", fault.Why,
                "Use the channels before re-referencing, or more trials.", fault);
        }
    }

    /// <summary>Aligns trials of the new person that come after the calibration.</summary>
    /// <exception cref="DecodingException">A trial shares samples or a cue with the calibration, or is of another person.</exception>
    public TrialSet AlignNew(TrialSet trials)
    {
        ArgumentNullException.ThrowIfNull(trials);
        foreach (var trial in trials.Trials) RequireNew(trial.Origin);
        return Moved(trials);
    }

    private static void RequireClasses(TrialSet known, TrialSet calibration)
    {
        foreach (var label in known.Classes)
        {
            var count = calibration.Trials.Count(t => t.Label == label);
            if (count < 2)
                throw new DecodingException(
                    $"The calibration has {count} trials of class '{label}'.", "The rotation is found from the class means, and one trial is no mean.",
                    "Record at least two trials of every class, or align with riemannian-rescaled, which looks at no label.");
        }

        if (calibration.Trials.All(t => t.Label is { } label && known.Classes.Contains(label))) return;
        throw new DecodingException(
            $"The calibration has trials without a class among {string.Join(", ", known.Classes)}.", "What they were asked for says where to rotate.",
            "Give labelled trials of these classes only.");
    }

    private void RequireNew(TrialOrigin origin)
    {
        if (origin.Subject != _used[0].Subject)
            throw new DecodingException(
                $"A trial of {origin.Subject} was given to the alignment of {_used[0].Subject}.", "It was calibrated on another person.", "Calibrate on this person.");
        if (_used.FirstOrDefault(u => Touches(u, origin)) is not { } used) return;
        throw new DecodingException(
            $"The trial at sample {origin.FirstSampleIndex} of {origin.Subject} {origin.Run} shares a cue or samples with the calibration, at sample {used.FirstSampleIndex}.",
            "Its label has decided where trials are rotated to; testing it would flatter.", "Test on trials after the calibration; learn from those of Calibration.");
    }

    private static bool Touches(TrialOrigin a, TrialOrigin b) => a.Session == b.Session && a.Run == b.Run
        && ((a.FirstSampleIndex < b.EndSampleIndex && b.FirstSampleIndex < a.EndSampleIndex) || (a.CueSampleIndex >= 0 && a.CueSampleIndex == b.CueSampleIndex));

    private TrialSet Moved(TrialSet trials) => new(
        trials.Stream, [.. trials.Trials.Select(t => t.Moved(MatrixProduct.Multiply(_rotation, _frame.TransformOf(t.Covariance.Matrix))))]);
}
