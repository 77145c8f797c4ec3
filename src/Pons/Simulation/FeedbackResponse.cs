namespace Pons.Simulation;

/// <summary>
/// What the brain answers to feedback: a negativity near FCz at a quarter of a second, a fronto-central and then a parietal
/// positivity, all larger after a miss (Miltner, Braun and Coles 1997, doi 10.1162/jocn.1997.9.6.788; Ferrez and Millán 2008,
/// doi 10.1109/TBME.2007.908083).
/// </summary>
internal sealed class FeedbackResponse : SourceGroup
{
    private const double LengthSeconds = 1;

    private readonly RandomStream _stream;
    private readonly List<Response> _responses = new(16);
    private readonly double _rateHz;

    public FeedbackResponse(VirtualSubject subject, Scalp scalp, RandomStream stream, double rateHz)
    {
        (_stream, _rateHz) = (stream, rateHz);
        Topographies = [Under(scalp, "FCz", subject.FeedbackMicrovolts), Under(scalp, "CPz", subject.FeedbackMicrovolts)];
    }

    public override IReadOnlyList<double[]> Topographies { get; }

    public void Evoke(Feedback feedback, long sample)
    {
        var size = Math.Exp(0.25 * Math.Clamp(_stream.Normal(2 * sample), -2, 2));
        var late = 0.015 * Math.Clamp(_stream.Normal(2 * sample + 1), -2, 2);
        _responses.Add(new(feedback, sample, size, late));
    }

    public override void Advance(long sample, Span<double> activity)
    {
        activity.Clear();
        for (var i = _responses.Count - 1; i >= 0; i--)
        {
            var response = _responses[i];
            var seconds = (sample - response.FirstSample) / _rateHz;
            if (seconds > LengthSeconds)
            {
                _responses.RemoveAt(i);
                continue;
            }

            var t = seconds - response.LateSeconds;
            var (negativity, positivity, parietal) = response.Feedback == Feedback.Miss ? (-1.0, 0.8, 0.7) : (-0.25, 0.35, 0.45);
            activity[0] += response.Size * (negativity * Bell(t, 0.25, 0.030) + positivity * Bell(t, 0.335, 0.045));
            activity[1] += response.Size * parietal * Bell(t, 0.42, 0.08);
        }
    }

    private static double Bell(double t, double centre, double width) => Math.Exp(-0.5 * (t - centre) / width * ((t - centre) / width));

    /// <summary>A deep radial dipole, as the cingulate makes it: broad over the midline.</summary>
    private static double[] Under(Scalp scalp, string site, double microvolts)
    {
        var direction = Montage.DirectionOf(site);
        return scalp.ScaledToLoudest(scalp.Potentials((direction * (0.72 * scalp.BrainRadiusMetres), direction)), microvolts);
    }

    private readonly record struct Response(Feedback Feedback, long FirstSample, double Size, double LateSeconds);
}
