using System.Collections.Immutable;
using Pons.Formats;
using Pons.Hdf5.Library;
using Pons.Streams;

namespace Pons.Hdf5;

/// <summary>
/// When samples were taken: at a rate, or at the times of a data set. Times that lie on a line within half a sample are a rate, with a gap
/// wherever at least half a sample more is missing; other times stay as they are.
/// </summary>
internal sealed record Hdf5Times
{
    private const int LookedAt = 4096, MostStretches = 10_000, TimesAtOnce = 1 << 16;

    /// <summary>Samples a second; null when the times follow no rate.</summary>
    public required double? RateHz { get; init; }

    /// <summary>Number of samples.</summary>
    public required long Count { get; init; }

    /// <summary>The stretches: number of the first sample with the missing ones counted, how many, and seconds of the first.</summary>
    public ImmutableArray<(long First, long Count, double StartSeconds)> Stretches { get; private init; } = [];

    /// <summary>The time of each sample, where there is no rate.</summary>
    public Hdf5Dataset? Each { get; private init; }

    /// <summary>What a number of <see cref="Each"/> is multiplied with to be seconds.</summary>
    public double SecondsEach { get; private init; } = 1;

    /// <summary>Seconds of the first sample on the file's own axis.</summary>
    public double StartSeconds => Stretches.IsEmpty ? 0 : Stretches[0].StartSeconds;

    public static Hdf5Times AtRate(double rateHz, double startSeconds, long count) =>
        new() { RateHz = rateHz, Count = count, Stretches = count == 0 ? [] : [(0, count, startSeconds)] };

    /// <summary>Reads the times of so many samples; the data set has that many.</summary>
    public static Hdf5Times At(Hdf5Dataset times, long count, double secondsEach)
    {
        if (count == 0) return AtRate(1, 0, 0);
        var step = UsualStep(times, count, secondsEach);
        if (step > 0 && Regular(times, count, secondsEach, step) is { } regular) return regular;
        Span<double> first = stackalloc double[1];
        times.Read([0], [1], first);
        return new()
        {
            RateHz = null,
            Count = count,
            Stretches = [(0, count, double.IsFinite(first[0]) ? first[0] * secondsEach : 0)],
            Each = times,
            SecondsEach = secondsEach,
        };
    }

    /// <summary>The segments of a stream whose clock is zero at <paramref name="originSeconds"/>.</summary>
    public ImmutableArray<RecordedSegment> Segments(ClockId clock, double originSeconds) => [.. Stretches.Select(s =>
        new RecordedSegment(s.First, s.Count, new(clock, Nanoseconds(s.StartSeconds - originSeconds))))];

    public IEnumerable<RecordingGap> Gaps(double originSeconds)
    {
        if (RateHz is not { } rate) yield break;
        foreach (var (before, after) in Stretches.Zip(Stretches.Skip(1)))
            yield return new(new(Nanoseconds(before.StartSeconds - originSeconds + before.Count / rate)),
                Duration.OfSamples(after.First - before.First - before.Count, rate));
    }

    /// <summary>Whole nanoseconds; times beyond what they can count, which no recording has, stand at the end of the axis.</summary>
    public static long Nanoseconds(double seconds) => double.IsFinite(seconds) ? (long)Math.Clamp(Math.Round(seconds * 1e9), -4e18, 4e18) : 0;

    /// <summary>The middle one of the first steps; 0 when there is none that could be a rate.</summary>
    private static double UsualStep(Hdf5Dataset times, long count, double secondsEach)
    {
        var first = new double[(int)Math.Min(count, LookedAt)];
        if (first.Length < 2) return 0;
        times.Read([0], [first.Length], first);
        var steps = first.Skip(1).Zip(first, (b, a) => (b - a) * secondsEach).Order().ToArray();
        var middle = steps[steps.Length / 2];
        return double.IsFinite(middle) && middle is > 1e-9 and < 1e9 ? middle : 0;
    }

    private static Hdf5Times? Regular(Hdf5Dataset times, long count, double secondsEach, double step)
    {
        if (FindStretches(times, count, secondsEach, step) is not { } found) return null;
        var (samples, seconds) = (found.Sum(s => s.Count - 1), found.Sum(s => s.EndSeconds - s.StartSeconds));
        if (samples < 1 || seconds <= 0) return null;
        var rate = Plain(samples / seconds, seconds);
        if (!LiesOnLines(times, count, secondsEach, found, rate)) return null;
        var stretches = ImmutableArray.CreateBuilder<(long, long, double)>(found.Count);
        var end = 0L;
        foreach (var stretch in found)
        {
            var first = Math.Max(end, (long)Math.Round((stretch.StartSeconds - found[0].StartSeconds) * rate));
            stretches.Add((first, stretch.Count, stretch.StartSeconds));
            end = first + stretch.Count;
        }

        return new() { RateHz = rate, Count = count, Stretches = stretches.MoveToImmutable() };
    }

    /// <summary>A rate or a step with few decimals, when over the whole recording it moves no sample by more than a ten-thousandth.</summary>
    private static double Plain(double rate, double seconds)
    {
        double[] candidates = [Math.Round(rate), Math.Round(rate, 3), 1 / Math.Round(1 / rate, 6), Math.Round(rate, 6)];
        return candidates.FirstOrDefault(c => c > 0 && double.IsFinite(c) && Math.Abs(c - rate) * seconds < 1e-4, rate);
    }

    private static List<(long Count, double StartSeconds, double EndSeconds)>? FindStretches(
        Hdf5Dataset times, long count, double secondsEach, double step)
    {
        var stretches = new List<(long Count, double StartSeconds, double EndSeconds)>();
        var (start, before, samples) = (0.0, 0.0, 0L);
        foreach (var time in All(times, count, secondsEach))
        {
            if (!double.IsFinite(time) || (samples > 0 && time <= before)) return null;
            if (samples > 0 && time - before > 1.5 * step)
            {
                stretches.Add((samples, start, before));
                if (stretches.Count > MostStretches) return null;
                samples = 0;
            }

            if (samples++ == 0) start = time;
            before = time;
        }

        stretches.Add((samples, start, before));
        return stretches;
    }

    private static bool LiesOnLines(Hdf5Dataset times, long count, double secondsEach,
        List<(long Count, double StartSeconds, double EndSeconds)> stretches, double rate)
    {
        var (stretch, sample) = (0, 0L);
        foreach (var time in All(times, count, secondsEach))
        {
            if (sample == stretches[stretch].Count) (stretch, sample) = (stretch + 1, 0);
            if (Math.Abs((time - stretches[stretch].StartSeconds) * rate - sample++) > 0.5) return false;
        }

        return true;
    }

    private static IEnumerable<double> All(Hdf5Dataset times, long count, double secondsEach)
    {
        var part = new double[(int)Math.Min(count, TimesAtOnce)];
        for (var at = 0L; at < count; at += part.Length)
        {
            var length = (int)Math.Min(part.Length, count - at);
            times.Read([at], [length], part.AsSpan(0, length));
            for (var i = 0; i < length; i++) yield return part[i] * secondsEach;
        }
    }
}
