using System.Collections.Immutable;
using System.Globalization;
using Pons.Streams;

namespace Pons.Formats.Mat;

/// <summary>
/// The raw data structure of FieldTrip (ft_datatype_raw): <c>label</c>, and for each trial a matrix [channel × sample] in <c>trial</c>
/// with its seconds in <c>time</c>.
/// </summary>
internal sealed class FieldTripLayout : MatLayout
{
    /// <summary>No cap has so many; a number beyond it is damage.</summary>
    private const int MostChannels = 1 << 20;

    public override MatContent? TryRead(MatInput input)
    {
        foreach (var variable in input.Main.Variables.Where(v => v.Class == MatClass.Struct && MatValue.CountOf(v.Size) == 1))
        {
            if (input.Main.Read(variable) is not MatStruct data || data["trial"] is not MatCell || data["label"] is not MatCell) continue;
            return Read(input, variable.Name, data);
        }

        return null;
    }

    private static MatContent Read(MatInput input, string name, MatStruct data)
    {
        var labels = MatFacts.Texts(data["label"]);
        var trials = Trials(input, name, data, labels.Length);
        var rate = RateOf(input, name, data, trials);
        var channels = ChannelsOf(input, data, labels);
        var info = new StreamInfo(name, [.. channels.Channels], rate, input.Clock);
        var starts = StartsOf(input, data, trials);
        var segments = trials.Select((t, i) => new RecordedSegment(starts[i], t.Columns,
            new(input.Clock, Duration.OfSamples(starts[i], rate).Nanoseconds))).ToImmutableArray();
        var markers = Markers(data, trials, starts, rate).OrderBy(m => m.Onset).ToImmutableArray();
        var stream = new MatSampleMajorStream(info, channels.Samples(input.Main.File, trials.Max(t => t.StoredAs)), trials, segments,
            [.. markers.Select(m => m.On(input.Clock, rate))]);
        return new()
        {
            Layout = "FieldTrip",
            Streams = [stream],
            Markers = markers,
            Gaps = GapsOf(segments, rate),
            Fields = [.. input.Main.Variables.SelectMany(v => v.Name == name
                ? data.Fields.Except(["trial", "time", "label"]).SelectMany(f => MatFacts.Fields($"{name}.{f}", data[f]))
                : MatFacts.Fields(v.Name, input.Main.Read(v)))],
        };
    }

    private static ImmutableArray<MatArray> Trials(MatInput input, string name, MatStruct data, int channelCount)
    {
        var cells = ((MatCell)data["trial"]!).Cells;
        var trials = cells.OfType<MatArray>().Where(t => t.Count > 0).ToImmutableArray();
        if (channelCount is 0 or > MostChannels || trials.IsEmpty || trials.Length < cells.Length || trials.Any(t => t.Rows != channelCount || t.IsComplex))
            throw input.Main.Fault(null,
                $"The structure '{name}' has {channelCount} labels, and its trials are {string.Join(", ", cells.Take(5).Select(c => string.Join('×', c.Size)))}.",
                "Each trial has one row of real numbers for each label.", "Save the structure again from FieldTrip.");
        return trials;
    }

    private static double RateOf(MatInput input, string name, MatStruct data, ImmutableArray<MatArray> trials)
    {
        if (MatFacts.Number(data["fsample"]) is > 0 and var stated) return stated;
        if (data["hdr"] is MatStruct header && MatFacts.Number(header["Fs"]) is > 0 and var recorded) return recorded;
        if (Time(data, 0) is { Count: > 1 } time)
        {
            Span<double> two = stackalloc double[2];
            time.Read(AllOf(time, time.Count - 1), two[1..]);
            var rate = (time.Count - 1) / (two[1] - time.First);
            if (rate > 0 && double.IsFinite(rate))
            {
                input.Warnings.Add(FormattableString.Invariant($"The structure '{name}' states no rate: {rate:0.######} Hz is taken from its times."));
                return rate;
            }
        }

        throw input.Main.Fault(null, $"The structure '{name}' with {trials.Length} trials has neither a rate (fsample) nor times.",
            "When the samples were taken is therefore unknown.", "Set the field 'fsample' and save it again.");
    }

    /// <summary>One element, wherever the dimensions put it.</summary>
    private static MatPart AllOf(MatArray array, long element) => new(element % array.Rows, 1, element / array.Rows, 1);

    private static MatArray? Time(MatStruct data, int trial) =>
        data["time"] is MatCell times && trial < times.Cells.Length ? times.Cells[trial] as MatArray : null;

    private static MatChannels ChannelsOf(MatInput input, MatStruct data, ImmutableArray<string> labels)
    {
        var header = data["hdr"] as MatStruct;
        var stated = MatFacts.Texts(header?["label"]);
        ImmutableArray<string> Of(string field)
        {
            var values = MatFacts.Texts(header?[field]);
            return [.. labels.Select(l => stated.IndexOf(l) is >= 0 and var i && i < values.Length ? values[i] : "")];
        }

        var channels = new MatChannels(labels, Of("chanunit"), input.Warnings);
        var kinds = Of("chantype");
        for (var i = 0; i < labels.Length; i++)
            if (KindOf(kinds[i]) is { } kind) channels.Channels[i] = channels.Channels[i] with { Kind = kind };
        AddPlaces(data["elec"] as MatStruct, labels, channels);
        return channels;
    }

    private static ChannelKind? KindOf(string text) => text.ToLowerInvariant() switch
    {
        "eeg" => ChannelKind.Eeg,
        "eog" or "veog" or "heog" => ChannelKind.Eog,
        "emg" => ChannelKind.Emg,
        "ecg" or "ekg" => ChannelKind.Ecg,
        "seeg" or "ecog" or "ieeg" or "dbs" => ChannelKind.Ieeg,
        "trigger" or "stim" => ChannelKind.Trigger,
        "nirs" => ChannelKind.Nirs,
        var other when other.StartsWith("meg", StringComparison.Ordinal) => ChannelKind.Meg,
        "" or "unknown" => null,
        _ => ChannelKind.Other,
    };

    /// <summary>Places of electrodes (ft_datatype_sens), in metres; in the frame of the structure.</summary>
    private static void AddPlaces(MatStruct? sensors, ImmutableArray<string> labels, MatChannels channels)
    {
        var names = MatFacts.Texts(sensors?["label"]);
        var places = sensors?["chanpos"] ?? sensors?["elecpos"];
        var metres = sensors?["unit"]?.Text switch { "m" => 1, "dm" => 0.1, "cm" => 0.01, "mm" => 0.001, _ => (double?)null };
        if (metres is null || places is not MatArray { Columns: 3 } || MatFacts.Numbers(places) is not { } numbers || places.Rows != names.Length) return;
        for (var i = 0; i < labels.Length; i++)
        {
            var row = names.IndexOf(labels[i]);
            if (row < 0) continue;
            var (x, y, z) = (numbers[row], numbers[row + names.Length], numbers[row + 2 * names.Length]);
            if (!double.IsFinite(x + y + z)) continue;
            channels.Details[i] = channels.Details[i] with { LocationMetres = (x * metres.Value, y * metres.Value, z * metres.Value) };
        }
    }

    /// <summary>
    /// Where each trial begins: at its place in the original recording, or, when that is not stated or the trials overlap, behind the
    /// one before.
    /// </summary>
    private static long[] StartsOf(MatInput input, MatStruct data, ImmutableArray<MatArray> trials)
    {
        var stated = MatFacts.Numbers(data["sampleinfo"]);
        var starts = new long[trials.Length];
        if (stated.Length == 2 * trials.Length && Enumerable.Range(0, trials.Length).All(i => FitsStated(i)))
        {
            for (var i = 0; i < starts.Length; i++) starts[i] = (long)(stated[i] - stated[0]);
            return starts;
        }

        for (var i = 1; i < starts.Length; i++) starts[i] = starts[i - 1] + trials[i - 1].Columns;
        if (trials.Length > 1)
            input.Warnings.Add($"The {trials.Length} trials are laid one behind another: where they stood in the recording is not stated, or they overlap.");
        return starts;

        bool FitsStated(int i) => stated[i] is >= 0 and < 1e15 && stated[i] == Math.Floor(stated[i])
            && (i == 0 || stated[i] >= stated[i - 1] + trials[i - 1].Columns);
    }

    private static ImmutableArray<RecordingGap> GapsOf(ImmutableArray<RecordedSegment> segments, double rate) =>
        [.. segments.Zip(segments.Skip(1)).Where(p => p.Second.FirstSampleIndex > p.First.EndSampleIndex).Select(p => new RecordingGap(
            Duration.OfSamples(p.First.EndSampleIndex, rate), Duration.OfSamples(p.Second.FirstSampleIndex - p.First.EndSampleIndex, rate)))];

    /// <summary>The moment that each trial was cut around is noted with what <c>trialinfo</c> says first of the trial.</summary>
    private static IEnumerable<RecordedMarker> Markers(MatStruct data, ImmutableArray<MatArray> trials, long[] starts, double rate)
    {
        var info = data["trialinfo"] is MatArray { IsComplex: false } array && array.Rows == trials.Length ? MatFacts.Numbers(array) : [];
        for (var i = 0; i < trials.Length; i++)
        {
            var begin = Time(data, i)?.First ?? double.NaN;
            if (!double.IsFinite(begin) || Math.Abs(begin) > 1e9 || (trials.Length == 1 && begin >= 0)) continue;
            var label = i < info.Length ? info[i].ToString("R", CultureInfo.InvariantCulture) : "trial";
            yield return new(Duration.OfSamples(starts[i], rate) - Duration.FromSeconds(begin), label) { Kind = "trial" };
        }
    }
}
