using Pons.Streams;

namespace Pons.Formats.AntCnt;

/// <summary>A time as days since the end of 1899, exact to the second, and a fraction of a second beside it.</summary>
/// <param name="Days">Days with the time of day.</param>
/// <param name="Fraction">Fraction of a second to be added.</param>
internal readonly record struct AntCntDate(double Days, double Fraction)
{
    private const double SecondsPerDay = 86_400;

    /// <summary>The first of March 1900 to the end of 9999: what a day may be.</summary>
    public bool IsDate => Days is >= 61 and < 2_958_466 && Fraction is >= 0 and < 1;

    public DateTime ToDateTime() => new DateTime(1899, 12, 30).AddSeconds(Math.Round(Days * SecondsPerDay))
        .AddTicks((long)Math.Round(Fraction * 1e7));

    /// <summary>How long after another time this one is; null beyond a century, which no recording lasts.</summary>
    public Duration? Since(AntCntDate start)
    {
        var seconds = Math.Round(Days * SecondsPerDay) - Math.Round(start.Days * SecondsPerDay) + Fraction - start.Fraction;
        return RecordingTimeline.IsTime(seconds) ? Duration.FromSeconds(seconds) : null;
    }
}
