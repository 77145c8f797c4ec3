using System.Collections.Immutable;

namespace Pons.Simulation;

/// <summary>One rhythm of the cortex: where it sits, how fast and how loud it is, and what drives it.</summary>
/// <param name="Name">Name in the truth.</param>
/// <param name="Hz">Peak frequency.</param>
/// <param name="WidthHz">Width of the peak at half its height.</param>
/// <param name="Microvolts">Root mean square at the loudest electrode when nothing damps it.</param>
/// <param name="Driver">What makes it louder or quieter.</param>
/// <param name="Sites">10-10 electrodes under which its dipoles lie, each with its weight.</param>
internal sealed record Rhythm(
    string Name,
    double Hz,
    double WidthHz,
    double Microvolts,
    RhythmDriver Driver,
    params ImmutableArray<(string Site, double Weight)> Sites)
{
    private const double Wide = 0.014;

    /// <summary>Height of the second harmonic, against the rhythm.</summary>
    public double HarmonicShare { get; init; }

    /// <summary>
    /// How much nearer to the centre of the head than other cortex its dipoles lie: a rhythm of wide cortex shows over a wide
    /// scalp.
    /// </summary>
    public double DepthMetres { get; init; }

    /// <summary>
    /// Forward tilt of the dipoles from the radial direction in radians: hand areas lie partly in the walls of the central
    /// sulcus.
    /// </summary>
    public double TiltRadians { get; init; }

    public static ImmutableArray<Rhythm> Of(VirtualSubject s)
    {
        var traits = new RandomStream(s.Seed).Derive("rhythms");
        double About(int k, double centre, double deviation) => centre + deviation * Math.Clamp(traits.Normal(k), -2, 2);
        double Times(int k, double centre, double logDeviation) => centre * Math.Exp(logDeviation * Math.Clamp(traits.Normal(k), -2, 2));
        var (alpha, mu, beta) = (s.AlphaMicrovolts, s.MuMicrovolts, s.BetaMicrovolts);
        return
        [
            Alpha("occipital alpha, both sides", s.AlphaHz, 1.3, 0.8 * alpha, ("O1", 1), ("O2", 1), ("PO3", 0.8), ("PO4", 0.8)),
            Alpha("occipital alpha, left", About(0, s.AlphaHz, 0.25), 1.6, 0.45 * alpha, ("O1", 1), ("PO7", 0.8)),
            Alpha("occipital alpha, right", About(1, s.AlphaHz, 0.25), 1.6, Times(2, 0.5 * alpha, 0.15), ("O2", 1), ("PO8", 0.8)),
            Alpha("parietal alpha", About(3, s.AlphaHz + 0.4, 0.2), 1.8, 0.45 * alpha, ("P3", 1), ("P4", 1), ("Pz", 0.6)),
            HandMu("left mu, behind the sulcus", About(4, s.MuHz, 0.2), Times(5, 0.85 * mu, 0.1), RhythmDriver.LeftHandMu, "C3", "CP3"),
            HandMu("left mu, before the sulcus", About(6, s.MuHz + 0.5, 0.2), 0.5 * mu, RhythmDriver.LeftHandMu, "C3", "FC3"),
            HandMu("right mu, behind the sulcus", About(7, s.MuHz, 0.2), Times(8, 0.85 * mu, 0.1), RhythmDriver.RightHandMu, "C4", "CP4"),
            HandMu("right mu, before the sulcus", About(9, s.MuHz + 0.5, 0.2), 0.5 * mu, RhythmDriver.RightHandMu, "C4", "FC4"),
            HandBeta("left beta", About(10, s.BetaHz, 0.4), Times(11, beta, 0.1), RhythmDriver.LeftHandBeta, "C3", "FC3"),
            HandBeta("right beta", About(12, s.BetaHz, 0.4), Times(13, beta, 0.1), RhythmDriver.RightHandBeta, "C4", "FC4"),
            new("midline mu", About(14, s.MuHz + 0.3, 0.3), 2.2, 0.4 * mu, RhythmDriver.Nothing, ("Cz", 1)) { HarmonicShare = 0.2 },
            new("midline beta", About(15, s.BetaHz - 1, 0.8), 4, 0.7 * beta, RhythmDriver.Nothing, ("FCz", 1), ("Cz", 0.5)),
            new("frontal beta", 23, 8, 0.8 * beta, RhythmDriver.Nothing, ("F3", 1), ("F4", 0.9)),
            new("frontal midline theta", About(16, 6.2, 0.4), 1.6, 2.2, RhythmDriver.Nothing, ("Fz", 1), ("FCz", 0.5)),
            new("left temporal alpha", About(17, 8.8, 0.4), 2.2, 1.8, RhythmDriver.Nothing, ("T7", 1)),
            new("right temporal alpha", About(18, 8.8, 0.4), 2.2, 1.8, RhythmDriver.Nothing, ("T8", 1)),
        ];
    }

    /// <summary>Its dipoles under the named electrodes at a distance from the head's centre, radial but for the tilt.</summary>
    public (HeadVector Place, HeadVector Moment)[] Dipoles(double radiusMetres)
    {
        var dipoles = new (HeadVector, HeadVector)[Sites.Length];
        for (var i = 0; i < Sites.Length; i++)
        {
            var outward = Montage.DirectionOf(Sites[i].Site);
            var front = new HeadVector(0, 1, 0);
            front = (front - outward * outward.Dot(front)).ToUnit();
            var direction = outward * Math.Cos(TiltRadians) + front * Math.Sin(TiltRadians);
            dipoles[i] = (outward * (radiusMetres - DepthMetres), direction * Sites[i].Weight);
        }

        return dipoles;
    }

    private static Rhythm Alpha(
        string name, double hz, double widthHz, double microvolts, params ImmutableArray<(string Site, double Weight)> sites) =>
        new(name, hz, widthHz, microvolts, RhythmDriver.Eyes, sites) { DepthMetres = Wide };

    private static Rhythm HandMu(string name, double hz, double microvolts, RhythmDriver driver, string site, string beside) =>
        new(name, hz, 1.6, microvolts, driver, (site, 1), (beside, 0.6)) { HarmonicShare = 0.25, TiltRadians = 0.35 };

    private static Rhythm HandBeta(string name, double hz, double microvolts, RhythmDriver driver, string site, string beside) =>
        new(name, hz, 4, microvolts, driver, (site, 1), (beside, 0.5)) { TiltRadians = 0.35 };
}
