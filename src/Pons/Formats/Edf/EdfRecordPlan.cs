using System.Collections.Immutable;
using System.Globalization;

namespace Pons.Formats.Edf;

/// <summary>
/// How a recording is cut into data records: every stream has a whole number of samples in each, and every gap lies between two.
/// </summary>
/// <param name="DurationText">Length of a record in seconds as it is written.</param>
/// <param name="SamplesPerRecord">Samples of each stream in a record.</param>
/// <param name="RecordsPerSegment">Records of each stretch between gaps.</param>
/// <param name="PaddedSamples">Samples of the first stream that fill the last record.</param>
internal sealed record EdfRecordPlan(
    string DurationText, ImmutableArray<int> SamplesPerRecord, ImmutableArray<long> RecordsPerSegment, long PaddedSamples)
{
    private const int MostSamplesPerRecord = 1 << 20, MostBytesPerRecord = 1 << 23;

    /// <summary>Seconds, those near one first, as the specification advises.</summary>
    private static readonly decimal[] UsualSeconds =
    [
        1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 0.5m, 0.25m, 0.2m, 0.125m, 0.1m, 12, 15, 20, 30, 60,
        0.05m, 0.04m, 0.025m, 0.02m, 0.01m, 0.005m, 0.004m, 0.002m, 0.001m,
    ];

    public double DurationSeconds => double.Parse(DurationText, NumberStyles.Float, CultureInfo.InvariantCulture);

    /// <summary>
    /// The plan that keeps the rates and needs no padding if there is one, else one that keeps the rates; null when the gaps allow none.
    /// </summary>
    /// <param name="streams">Streams with a rate and the same number of segments.</param>
    /// <param name="preferredSeconds">Length of the records that the source had, if it had records.</param>
    /// <param name="sampleBytes">Bytes of a sample.</param>
    public static EdfRecordPlan? Of(ImmutableArray<RecordedStream> streams, double? preferredSeconds, int sampleBytes)
    {
        var plans = Durations(streams, preferredSeconds).Select(text => Try(streams, text)).OfType<EdfRecordPlan>()
            .Where(p => streams.Zip(p.SamplesPerRecord, (s, n) => (long)s.Info.ChannelCount * n).Sum() * sampleBytes <= MostBytesPerRecord)
            .ToList();
        bool IsExact(EdfRecordPlan p) => streams.Zip(p.SamplesPerRecord).All(s => s.Second / p.DurationSeconds == s.First.Info.RateHz);
        return plans.Find(p => p.PaddedSamples == 0 && IsExact(p)) ?? plans.Find(IsExact) ?? plans.FirstOrDefault();
    }

    private static IEnumerable<string> Durations(ImmutableArray<RecordedStream> streams, double? preferredSeconds)
    {
        if (preferredSeconds is > 0 && EdfField.Exact(preferredSeconds.Value) is { } preferred) yield return preferred;
        foreach (var seconds in UsualSeconds) yield return seconds.ToString(CultureInfo.InvariantCulture);
        var rate = streams[0].Info.RateHz!.Value;
        foreach (var samples in SampleCounts(streams[0], rate))
        {
            var seconds = Math.Round((decimal)(samples / rate), 6);
            if (seconds > 0) yield return seconds.ToString("0.######", CultureInfo.InvariantCulture);
        }
    }

    /// <summary>Divisors of what the stretches have in common, the one nearest to a second first, and whole seconds rounded.</summary>
    private static IEnumerable<int> SampleCounts(RecordedStream stream, double rate)
    {
        var common = stream.Segments.Select(s => s.SampleCount).Aggregate(0L, Gcd);
        var allButLast = stream.Segments.SkipLast(1).Select(s => s.SampleCount).Aggregate(0L, Gcd);
        var near = (int)Math.Clamp(Math.Round(rate), 1, MostSamplesPerRecord);
        return Divisors(common, near).Concat(Divisors(allButLast, near)).Append(near);
    }

    private static IEnumerable<int> Divisors(long number, int near) => number == 0
        ? []
        : Enumerable.Range(1, (int)Math.Min(4L * near, Math.Min(number, MostSamplesPerRecord))).Where(n => number % n == 0)
            .OrderBy(n => Math.Abs(Math.Log((double)n / near))).Take(8);

    private static long Gcd(long a, long b) => b == 0 ? a : Gcd(b, a % b);

    private static EdfRecordPlan? Try(ImmutableArray<RecordedStream> streams, string durationText)
    {
        var seconds = double.Parse(durationText, NumberStyles.Float, CultureInfo.InvariantCulture);
        var samples = streams.Select(s => s.Info.RateHz!.Value * seconds).ToArray();
        if (samples.Any(n => n < 0.5 || n > MostSamplesPerRecord)) return null;
        var whole = samples.Select(n => (int)Math.Round(n)).ToImmutableArray();
        // A rate that no 8 characters can state is written as the nearest one, if it is within a millionth.
        if (samples.Zip(whole, (n, w) => Math.Abs(n - w) / w).Any(e => e > 1e-6)) return null;
        var records = Enumerable.Range(0, streams[0].Segments.Length)
            .Select(g => streams.Select((s, i) => (s.Segments[g].SampleCount + whole[i] - 1) / whole[i]).Max()).ToImmutableArray();
        for (var g = 0; g < records.Length - 1; g++)
            if (streams.Where((s, i) => s.Segments[g].SampleCount != records[g] * whole[i]).Any()) return null;
        var padding = streams.Select((s, i) => (records[^1] * whole[i]) - s.Segments[^1].SampleCount).Max();
        return new(durationText, whole, records, padding);
    }
}
