using System.Collections.Immutable;
using System.Globalization;
using Pons.Streams;

namespace Pons.Formats.Fif;

/// <summary>
/// Markers from stimulus channels: wherever the code rises. A combined channel stands for all others where there is one. Codes are whole
/// numbers; negative ones, which a set highest bit makes, are read by their size.
/// </summary>
internal static class FifStimulus
{
    /// <summary>Combined channels of newer and of older systems.</summary>
    private static readonly string[] Combined = ["STI101", "STI 014"];

    private const int SamplesAtATime = 1 << 14;

    /// <summary>A trigger line that rises at more than every fourth sample is none.</summary>
    private const int SamplesPerRise = 4, RisesWithoutDoubt = 1000;

    /// <summary>Numbers of the channels whose codes count.</summary>
    public static ImmutableArray<int> Channels(FifInfo info)
    {
        foreach (var label in Combined)
            if (info.Channels.FirstOrDefault(c => c.Label == label) is { } combined) return [info.Channels.IndexOf(combined)];
        return [.. info.Channels.Select((c, i) => (c, i)).Where(p => p.c.IsStimulus).Select(p => p.i)];
    }

    /// <summary>The rises of one channel, read as a stream of its own.</summary>
    public static ImmutableArray<RecordedMarker> Markers(RecordedStream codes, string label, List<string> warnings)
    {
        var rises = new List<(long Sample, long From, long To)>();
        var (isNegative, previous, values) = (false, (long?)null, new double[SamplesAtATime]);
        foreach (var segment in codes.Segments)
            for (var first = segment.FirstSampleIndex; first < segment.EndSampleIndex; first += SamplesAtATime)
            {
                var read = values.AsSpan(0, (int)Math.Min(SamplesAtATime, segment.EndSampleIndex - first));
                codes.Read(first, read);
                for (var i = 0; i < read.Length; i++)
                {
                    // Beyond 2^53 nothing is a code, and what is no number changes nothing.
                    if (!(Math.Abs(read[i]) < 9e15)) continue;
                    var code = (long)read[i];
                    isNegative |= code < 0;
                    if (previous is { } before && code != before) rises.Add((first + i, before, code));
                    previous = code;
                }

                if (rises.Count <= RisesWithoutDoubt || rises.Count <= codes.StoredCount / SamplesPerRise) continue;
                warnings.Add($"Channel '{label}' changes at more than every fourth sample: it is no trigger line, and gives no markers.");
                return [];
            }

        if (isNegative) warnings.Add($"Channel '{label}' holds negative codes, which a set highest bit makes: they are read by their size.");
        return [.. rises.Where(r => Math.Abs(r.To) > Math.Abs(r.From)).Select(r => new RecordedMarker(
            Duration.OfSamples(r.Sample, codes.Info.RateHz!.Value), Math.Abs(r.To).ToString(CultureInfo.InvariantCulture)) { Kind = label })];
    }
}
