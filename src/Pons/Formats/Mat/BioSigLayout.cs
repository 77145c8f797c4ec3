using System.Collections.Immutable;
using System.Globalization;
using Pons.Streams;

namespace Pons.Formats.Mat;

/// <summary>
/// What the BioSig toolbox's <c>[s, h] = sload(file)</c> gives: a matrix [sample × channel] and its header, in one file or in two whose
/// names differ in <c>signal</c> and <c>header</c>.
/// </summary>
internal sealed class BioSigLayout : MatLayout
{
    private const string SignalWord = "signal", HeaderWord = "header";

    public override MatContent? TryRead(MatInput input)
    {
        var (signalFile, headerFile) = (input.Main, input.Main);
        var signal = SignalOf(signalFile);
        var header = HeaderOf(headerFile);
        if (signal is null && header is not null)
            signal = Other(input, HeaderWord, SignalWord) is { } other ? SignalOf(signalFile = other) : null;
        else if (signal is not null && header is null)
            header = Other(input, SignalWord, HeaderWord) is { } other ? HeaderOf(headerFile = other) : null;
        if (header is null) return null;
        if (signal is null)
            throw input.Main.Fault(null, $"The header of a BioSig recording stands here alone: {input.Main.Listing()}.",
                "The samples are in another file, whose name has 'signal' in place of 'header', or in none.", "Copy that file to the same folder.");
        return signalFile.Read(signal) is MatArray { IsComplex: false } samples && headerFile.Read(header) is MatStruct structure
            ? Read(input, signal.Name, samples, structure)
            : null;
    }

    /// <summary>The other file of the pair; null when there is none, or it is no file of variables.</summary>
    private static MatContainer? Other(MatInput input, string word, string otherWord)
    {
        var at = input.Main.File.LastIndexOf(word, StringComparison.OrdinalIgnoreCase);
        if (at < 0) return null;
        return input.Beside(string.Concat(input.Main.File.AsSpan(0, at), otherWord, input.Main.File.AsSpan(at + word.Length)));
    }

    private static MatVariable? SignalOf(MatContainer file) => file.Variables.FirstOrDefault(v =>
        v.Name is "s" or SignalWord && v.Class is >= MatClass.Double and <= MatClass.UInt64 && v.Size is [> 1, > 0]);

    private static MatVariable? HeaderOf(MatContainer file) => file.Variables.FirstOrDefault(v =>
        v.Name is "h" or "H" or "HDR" or "hdr" or HeaderWord && v.Class == MatClass.Struct && file.Read(v) is MatStruct structure
        && MatFacts.Number(structure["SampleRate"]) is not null && (structure["EVENT"] ?? structure["Label"]) is not null);

    private static MatContent Read(MatInput input, string name, MatArray samples, MatStruct header)
    {
        var rate = MatFacts.Number(header["SampleRate"])!.Value;
        if (rate <= 0) throw input.Main.Fault(null, FormattableString.Invariant($"The header states {rate} samples a second."), "Samples have no time then.", "Correct the field SampleRate.");
        var labels = MatFacts.Texts(header["Label"]);
        if (labels.Length != samples.Columns)
        {
            input.Warnings.Add($"The header has {labels.Length} labels for {samples.Columns} channels: the channels are numbered.");
            labels = MatChannels.Numbered(name, samples.Columns);
        }

        var channels = new MatChannels(labels, MatFacts.Texts(header["PhysDim"]), input.Warnings);
        AddFilters(header["Filter"] as MatStruct, channels);
        var info = new StreamInfo(name, [.. channels.Channels], rate, input.Clock);
        var markers = Markers(header["EVENT"] as MatStruct, rate, labels).OrderBy(m => m.Onset).ToImmutableArray();
        var stream = new MatChannelMajorStream(info, channels.Samples(input.Main.File, samples.StoredAs), [samples],
            [new(0, samples.Rows, new(input.Clock, 0))], [.. markers.Select(m => m.On(input.Clock, rate))]);
        return new()
        {
            Layout = "BioSig",
            Streams = [stream],
            Markers = markers,
            StartTime = MatFacts.Moment(header["T0"]),
            Subject = header["Patient"] is MatStruct patient ? string.Join(' ', new[] { patient["Id"]?.Text, patient["Name"]?.Text }
                .Where(t => !string.IsNullOrWhiteSpace(t))) : "",
            Fields = [.. header.Fields.Except(["EVENT", "Label", "PhysDim", "out", "AS"]).SelectMany(f => MatFacts.Fields(f, header[f]))],
        };
    }

    /// <summary>Zero and values that are no numbers mean that nothing is known.</summary>
    private static void AddFilters(MatStruct? filter, MatChannels channels)
    {
        var (high, low, notch) = (MatFacts.Numbers(filter?["HighPass"]), MatFacts.Numbers(filter?["LowPass"]), MatFacts.Numbers(filter?["Notch"]));
        for (var i = 0; i < channels.Details.Count; i++)
            channels.Details[i] = channels.Details[i] with { HighPassHz = Of(high, i), LowPassHz = Of(low, i), NotchHz = Of(notch, i) };

        static double? Of(double[] values, int i) => i < values.Length && values[i] > 0 && double.IsFinite(values[i]) ? values[i] : null;
    }

    /// <summary>The event table: POS counts samples from 1, DUR is a length in samples, CHN a channel from 1 or 0 for all.</summary>
    private static IEnumerable<RecordedMarker> Markers(MatStruct? events, double rateHz, ImmutableArray<string> labels)
    {
        var (types, places) = (MatFacts.Numbers(events?["TYP"]), MatFacts.Numbers(events?["POS"]));
        var (lengths, channels) = (MatFacts.Numbers(events?["DUR"]), MatFacts.Numbers(events?["CHN"]));
        var names = MatFacts.Texts(events?["CodeDesc"]);
        if (MatFacts.Number(events?["SampleRate"]) is > 0 and var own) rateHz = own;
        for (var i = 0; i < Math.Min(types.Length, places.Length); i++)
        {
            if (!IsPlace(places[i], rateHz)) continue;
            var label = types[i] >= 1 && types[i] <= names.Length ? names[(int)types[i] - 1] : types[i].ToString("R", CultureInfo.InvariantCulture);
            var length = i < lengths.Length && lengths[i] > 0 && IsPlace(lengths[i], rateHz) ? Duration.FromSeconds(lengths[i] / rateHz) : (Duration?)null;
            var channel = i < channels.Length && channels[i] >= 1 && channels[i] <= labels.Length ? labels[(int)channels[i] - 1] : null;
            yield return new(Duration.FromSeconds((places[i] - 1) / rateHz), label, length) { Channel = channel };
        }
    }

    private static bool IsPlace(double samples, double rateHz) => Math.Abs(samples / rateHz) < 1e9;
}
