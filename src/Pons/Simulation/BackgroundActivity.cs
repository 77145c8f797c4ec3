namespace Pons.Simulation;

/// <summary>
/// Cortical activity without rhythm: dipoles all over the cortex with a 1/f spectrum that falls faster above 15 Hz, neighbours
/// alike.
/// </summary>
internal sealed class BackgroundActivity : SourceGroup
{
    private const int SourceCount = 96;
    private const double CorrelationLengthMetres = 0.035;
    private const double HomotopicShare = 0.5;
    private const double GlobalShare = 0.1;
    private const double LowestHz = 0.3;
    private const double HighestHz = 15;

    private readonly RandomStream _stream;
    private readonly PoleBank _bank;
    private readonly double[] _white = new double[SourceCount];
    private readonly long _settled;

    public BackgroundActivity(VirtualSubject subject, Scalp scalp, RandomStream stream, double rateHz)
    {
        _stream = stream.Derive("noise");
        _bank = new(SourceCount, subject.BackgroundExponent, LowestHz, HighestHz, rateHz);
        _bank.Scale(1, 1, Math.Min(40, 0.45 * rateHz));
        Topographies = Smooth(scalp, subject.BackgroundMicrovolts, stream.Derive("orientations"));
        _settled = _bank.SettlingSamples;
        var discarded = new double[SourceCount];
        for (var sample = -_settled; sample < 0; sample++) Advance(sample, discarded);
    }

    public override IReadOnlyList<double[]> Topographies { get; }

    public override void Advance(long sample, Span<double> activity)
    {
        _stream.FillNormals((sample + _settled) * SourceCount, _white);
        _bank.Advance(_white, activity);
    }

    /// <summary>
    /// Independent series mixed so that nearby dipoles share activity, those across the corpus callosum a part of it, and all of
    /// them a little, as electrodes far apart do in every real recording. The mixing stands in the topographies and costs
    /// nothing later. Scaled to the mean power over the standard electrodes.
    /// </summary>
    private static double[][] Smooth(Scalp scalp, double microvolts, RandomStream orientations)
    {
        var places = Places(scalp.CortexRadiusMetres);
        var own = places.Select((p, i) => scalp.Potentials((p, Orientation(p, orientations, i)))).ToArray();
        var mixed = places.Select(p => new double[own[0].Length]).ToArray();
        for (var i = 0; i < SourceCount; i++)
            for (var j = 0; j < SourceCount; j++)
            {
                var mirrored = places[j] with { X = -places[j].X };
                var weight = GlobalShare + Likeness(places[i], places[j]) + HomotopicShare * Likeness(places[i], mirrored);
                for (var channel = 0; channel < own[0].Length; channel++) mixed[j][channel] += weight * own[i][channel];
            }

        var power = mixed.Sum(t => t[scalp.ChannelCount..].Sum(v => v * v)) / (own[0].Length - scalp.ChannelCount);
        var scale = microvolts / Math.Sqrt(power);
        return [.. mixed.Select(t => t[..scalp.ChannelCount].Select(v => v * scale).ToArray())];
    }

    private static double Likeness(HeadVector a, HeadVector b)
    {
        var distance = (a - b).Length / CorrelationLengthMetres;
        return Math.Exp(-distance * distance);
    }

    /// <summary>Fibonacci lattice on the sphere of the cortex, without the underside of the brain.</summary>
    private static HeadVector[] Places(double radiusMetres)
    {
        const double Lowest = -0.3;
        return [.. Enumerable.Range(0, SourceCount).Select(i =>
        {
            var z = 1 - (1 - Lowest) * (i + 0.5) / SourceCount;
            var (sine, cosine) = Math.SinCos(i * Math.PI * (3 - Math.Sqrt(5)));
            var ring = Math.Sqrt(1 - z * z);
            return new HeadVector(ring * cosine, ring * sine, z) * radiusMetres;
        })];
    }

    /// <summary>Mostly radial, for gyri lie nearer than walls of sulci; the rest at random.</summary>
    private static HeadVector Orientation(HeadVector place, RandomStream stream, int source)
    {
        var random = new HeadVector(stream.Normal(3 * source), stream.Normal(3 * source + 1), stream.Normal(3 * source + 2));
        return place.ToUnit() + random * 0.4;
    }
}
