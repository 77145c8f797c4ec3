using System.Collections.Immutable;
using Pons.Streams;

namespace Pons.Formats.Mat;

/// <summary>
/// The structure <c>P_C_S</c> of g.BSanalyze: <c>data</c> [trial × sample × channel], and for each trial which attributes it has.
/// </summary>
internal sealed class GtecLayout : MatLayout
{
    private const int MostTrials = 1 << 20, MostChannels = 1 << 16;

    public override MatContent? TryRead(MatInput input)
    {
        if (input.Main.Variables.FirstOrDefault(v => v is { Name: "P_C_S", Class: MatClass.Struct }) is not { } variable) return null;
        return input.Main.Read(variable) is MatStruct { Count: 1 } structure ? Read(input, variable.Name, structure) : null;
    }

    private static MatContent? Read(MatInput input, string name, MatStruct structure)
    {
        if (structure["data"] is not MatArray { IsComplex: false, Size: [>= 1 and <= MostTrials, >= 1, >= 1 and <= MostChannels] } data) return null;
        var rate = MatFacts.Number(structure["samplingfrequency"]) is > 0 and var stated ? stated : throw input.Main.Fault(
            null, $"The structure '{name}' states no sampling frequency.", "Samples have no time then.", "Set the field 'samplingfrequency' and save it again.");
        var (trials, samples) = (data.Size[0], data.Size[1]);
        var labels = MatFacts.Texts(structure["channelname"]);
        if (labels.Length != data.Size[2]) labels = MatChannels.Numbered("channel", data.Size[2]);
        var channels = new MatChannels(labels, [], input.Warnings);
        var markers = Markers(structure, trials, samples, rate).ToImmutableArray();
        var segments = Enumerable.Range(0, (int)trials).Select(t => new RecordedSegment(t * samples, samples,
            new(input.Clock, Duration.OfSamples(t * samples, rate).Nanoseconds))).ToImmutableArray();
        if (trials > 1) input.Warnings.Add($"The {trials} trials of {samples} samples are laid one behind another: what lies between them is not known.");
        return new()
        {
            Layout = "g.BSanalyze",
            Streams = [new MatChannelMajorStream(new(name, [.. channels.Channels], rate, input.Clock), channels.Samples(input.Main.File, data.StoredAs),
                [new MatTrialRows(data)], segments, [.. markers.Select(m => m.On(input.Clock, rate))])],
            Markers = markers,
            Subject = string.Join(' ', new[] { "subjectid", "subjectfirstname", "subjectlastname" }.Select(f => structure[f]?.Text ?? "").Where(t => t.Length > 0)),
            Fields = [.. structure.Fields.Except(["data", "attribute"]).SelectMany(f => MatFacts.Fields($"{name}.{f}", structure[f]))],
        };
    }

    /// <summary>Each trial is noted at its trigger, with the names of its attributes.</summary>
    private static IEnumerable<RecordedMarker> Markers(MatStruct structure, long trials, long samples, double rate)
    {
        var names = MatFacts.Texts(structure["attributename"]);
        var flags = structure["attribute"] is MatArray array && array.Rows == names.Length && array.Columns == trials ? MatFacts.Numbers(array) : [];
        var trigger = MatFacts.Number(structure["pretrigger"]) is >= 0 and var before && before < samples ? before : 0;
        for (var t = 0L; t < trials && flags.Length > 0; t++)
        {
            var words = string.Join(", ", names.Where((_, i) => flags[t * names.Length + i] != 0));
            if (words.Length > 0) yield return new(Duration.FromSeconds((t * samples + trigger) / rate), words) { Kind = "trial" };
        }
    }
}
