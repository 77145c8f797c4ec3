using System.Globalization;
using Pons.Streams;

namespace Pons.Formats.Xdf;

/// <summary>
/// The way from the clock of a stream to that of the recording: one map for each stretch in which neither clock was reset. An offset
/// is what must be added to a time stamp (specification, "ClockOffset chunk").
/// </summary>
internal sealed class XdfClock
{
    /// <summary>No clock runs longer: a time beyond it, 126 years, comes from damage.</summary>
    public const double LargestSeconds = 4e9;

    /// <summary>Two readings further apart than this cannot be explained by drift or by the network.</summary>
    private const double ResetSeconds = 1, ResetDeviations = 10;

    /// <summary>No oscillator is worse; a steeper line is fitted to noise.</summary>
    private const double LargestDriftPartsPerMillion = 1000;

    /// <summary>Readings beyond this number add nothing to a fit.</summary>
    private const int MostReadings = 4096;

    /// <summary>From here on the times of two streams are less certain than most responses that are looked for.</summary>
    private const double NotableSeconds = 0.005;

    private readonly Piece[] _pieces;

    private XdfClock(Piece[] pieces) => _pieces = pieces;

    /// <summary>How many stretches there are; 0 when the stream has no offsets and its clock is taken for that of the recording.</summary>
    public int PieceCount => _pieces.Length;

    /// <summary>Fits the maps.</summary>
    /// <param name="stream">Name of the stream.</param>
    /// <param name="readings">Time on the stream's clock and offset at that time, in the order of the file.</param>
    /// <param name="clock">Clock of the recording.</param>
    /// <param name="warnings">Gets what the readings contradict.</param>
    public static XdfClock Of(string stream, List<(double Time, double Offset)> readings, ClockId clock, List<string> warnings)
    {
        var usable = readings.Where(r => Math.Abs(r.Time) <= LargestSeconds && Math.Abs(r.Offset) <= LargestSeconds).ToArray();
        if (usable.Length < readings.Count)
            warnings.Add($"{readings.Count - usable.Length} of {readings.Count} clock offsets of stream '{stream}' "
                + "are no times and are left out.");
        var kept = WithoutOutliers(usable);
        if (kept.Length < usable.Length)
            warnings.Add($"{usable.Length - kept.Length} of {readings.Count} clock offsets of stream '{stream}' "
                + "contradict those around them and are left out.");
        var pieces = Ranges(kept).Select(r => Fit(stream, kept.AsSpan(r), clock, warnings)).ToArray();
        if (pieces.Length > 1)
            warnings.Add($"The clock of stream '{stream}' or that of the recording was reset {Times(pieces.Length - 1)}: "
                + "each stretch has its own map to the time of the recording.");
        return new(pieces);
    }

    /// <summary>The stretch that a time stamp belongs to, asked for one stamp after the other.</summary>
    /// <param name="piece">Stretch of the stamp before.</param>
    /// <param name="stamp">The time stamp.</param>
    /// <param name="wentBack">Whether it is earlier than the one before.</param>
    public int PieceOf(int piece, double stamp, bool wentBack)
    {
        // A later stretch that begins earlier can only have begun where the stamps went back, too.
        while (piece + 1 < _pieces.Length && (wentBack || _pieces[piece + 1].First >= _pieces[piece].Last)
            && Math.Abs(stamp - _pieces[piece].Last) >= Math.Abs(stamp - _pieces[piece + 1].First))
            piece++;
        return piece;
    }

    /// <summary>Time of the recording, in seconds, at which a stamp was taken.</summary>
    public double Convert(int piece, double stamp)
    {
        if (_pieces.Length == 0) return stamp;
        var map = _pieces[piece].Map;
        return stamp + map.OffsetNanoseconds * 1e-9 + (stamp - map.OriginNanoseconds * 1e-9) * map.DriftPartsPerMillion * 1e-6;
    }

    private static List<Range> Ranges((double Time, double Offset)[] readings)
    {
        var steps = readings.Zip(readings.Skip(1), (a, b) => b.Offset - a.Offset).ToArray();
        var usual = Median(steps);
        var limit = Math.Max(ResetSeconds, ResetDeviations * Median([.. steps.Select(s => Math.Abs(s - usual))]));
        var (ranges, from) = (new List<Range>(), 0);
        for (var i = 1; i <= readings.Length; i++)
            if (i == readings.Length || readings[i].Time < readings[i - 1].Time || Math.Abs(steps[i - 1] - usual) > limit)
            {
                ranges.Add(from..i);
                from = i;
            }

        return ranges;
    }

    /// <summary>A single reading far from its neighbours, while time went on, was measured wrongly: a clock that is reset stays
    /// so.</summary>
    private static (double Time, double Offset)[] WithoutOutliers((double Time, double Offset)[] readings)
    {
        var ranges = Ranges(readings);
        bool WentBack(int reading) => reading > 0 && reading < readings.Length && readings[reading].Time < readings[reading - 1].Time;
        bool IsOutlier(Range range) => ranges.Count > 1 && range.End.Value - range.Start.Value == 1 && !WentBack(range.Start.Value)
            && !WentBack(range.End.Value);
        var kept = ranges.Where(r => !IsOutlier(r)).SelectMany(r => readings[r]).ToArray();
        return kept.Length > 0 ? kept : readings;
    }

    private static Piece Fit(string stream, ReadOnlySpan<(double Time, double Offset)> readings, ClockId clock, List<string> warnings)
    {
        var own = new ClockId($"stream {stream}");
        var step = (readings.Length + MostReadings - 1) / MostReadings;
        var pairs = new List<(Timestamp From, Timestamp To)>();
        for (var i = 0; i < readings.Length; i += step)
            pairs.Add((Timestamp.FromSeconds(own, readings[i].Time), Timestamp.FromSeconds(clock, readings[i].Time + readings[i].Offset)));
        if (pairs.Count == 1) pairs.Add(pairs[0]);
        var map = ClockMap.Fit(pairs);
        if (Math.Abs(map.DriftPartsPerMillion) > LargestDriftPartsPerMillion) map = WithoutDrift(pairs);
        if (map.UncertaintyNanoseconds * 1e-9 > NotableSeconds)
            warnings.Add($"The clock offsets of stream '{stream}' disagree by up to "
                + string.Create(CultureInfo.InvariantCulture, $"{map.UncertaintyNanoseconds * 1e-6:0.#} ms around a straight line: ")
                + "its times against other streams are that uncertain.");
        return new(readings[0].Time, readings[^1].Time, map);
    }

    /// <summary>The middle offset for all times.</summary>
    private static ClockMap WithoutDrift(List<(Timestamp From, Timestamp To)> pairs)
    {
        var offset = new Duration((long)Median([.. pairs.Select(p => (double)(p.To.Nanoseconds - p.From.Nanoseconds))]));
        return ClockMap.Fit([.. pairs.Select(p => (p.From, new Timestamp(p.To.Clock, p.From.Nanoseconds) + offset))]);
    }

    private static double Median(ReadOnlySpan<double> numbers)
    {
        var values = numbers.ToArray();
        Array.Sort(values);
        return values.Length == 0 ? 0 : (values[(values.Length - 1) / 2] + values[values.Length / 2]) / 2;
    }

    private static string Times(int count) => count == 1 ? "once" : $"{count} times";

    private sealed record Piece(double First, double Last, ClockMap Map);
}
