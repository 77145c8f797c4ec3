using System.Collections.Immutable;
using System.Globalization;
using Pons.Formats.Mat;

namespace Pons.Formats.Eeglab;

/// <summary>An entry of the event table.</summary>
/// <param name="Type">What happened; a number became its digits.</param>
/// <param name="Sample">When, in stored samples from the first; may lie between two.</param>
/// <param name="Length">How long in samples; null when nothing or 0 is stated.</param>
/// <param name="Kind">The kind in the words of the recorder, such as <c>Stimulus</c>; empty when not stated.</param>
/// <param name="Channel">Number of the channel from 1, 0 for all.</param>
internal sealed record EeglabEvent(string Type, double Sample, double? Length, string Kind, int Channel)
{
    /// <summary>The name of the event that stands where samples were cut out, or where one recording was joined to another.</summary>
    public const string Boundary = "boundary";

    private const double MostSamples = 1e15;

    /// <summary>The number that may stand for <see cref="Boundary"/> when all types are numbers.</summary>
    private const string BoundaryNumber = "-99";

    public bool IsBoundary => Type is Boundary or BoundaryNumber;

    /// <summary>Reads the table in order of time.</summary>
    public static ImmutableArray<EeglabEvent> Table(MatValue? table, List<string> warnings)
    {
        if (table is not MatStruct events) return [];
        var list = new List<EeglabEvent>((int)events.Count);
        for (var i = 0; i < events.Count; i++)
        {
            if (MatFacts.Number(events[i, "latency"]) is not { } latency || Math.Abs(latency) > MostSamples) continue;
            var length = MatFacts.Number(events[i, "duration"]) is > 0 and <= MostSamples and var stated ? stated : (double?)null;
            var channel = MatFacts.Number(events[i, "channel"]) is >= 1 and <= int.MaxValue and var number ? (int)number : 0;
            // Latencies count from 1.
            list.Add(new(Word(events[i, "type"]), latency - 1, length, events[i, "code"]?.Text ?? "", channel));
        }

        if (list.Count < events.Count)
            warnings.Add($"{events.Count - list.Count} of {events.Count} events state no time and are left out.");
        return [.. list.OrderBy(e => e.Sample)];
    }

    private static string Word(MatValue? type) => type switch
    {
        MatArray { Count: 1 } number => number.First.ToString("R", CultureInfo.InvariantCulture),
        _ => type?.Text ?? "",
    };
}
