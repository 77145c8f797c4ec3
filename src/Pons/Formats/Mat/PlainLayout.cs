using System.Collections.Immutable;
using Pons.Streams;

namespace Pons.Formats.Mat;

/// <summary>
/// Variables without a known arrangement: the largest matrix is the signal, its longer side is time, and what stands beside it under a
/// usual name is its rate and its labels. Matrices of the same length become a second stream.
/// </summary>
internal sealed class PlainLayout : MatLayout
{
    /// <summary>A shorter matrix is a table of facts and no signal.</summary>
    private const int LeastSamples = 64;

    /// <summary>More channels than this are damage, or a picture.</summary>
    private const int MostChannels = 1 << 16;

    private static readonly ImmutableArray<string> RateNames =
    [
        "fs", "srate", "sfreq", "fsample", "samplerate", "sample_rate", "samplingrate", "sampling_rate", "samplefrequency",
        "samplingfrequency", "sampling_frequency", "sample_frequency", "samplefreq", "samplingfreq", "samp_rate", "sf",
    ];

    private static readonly ImmutableArray<string> LabelNames =
    [
        "labels", "label", "clab", "ch", "chan", "chans", "channels", "channel", "channelname", "channelnames", "channel_names", "chnames",
        "ch_names", "chlabels", "ch_labels", "chanlabels", "chan_labels", "channellabels", "electrodes", "electrode_names",
    ];

    public override MatContent? TryRead(MatInput input)
    {
        var parts = Parts(input.Main);
        var signals = parts.Where(p => IsSignal(p.Size, p.Class)).OrderByDescending(p => MatValue.CountOf(p.Size)).ToList();
        if (signals.Find(p => p.Value is MatArray { IsComplex: false }) is not { } main || HidesSignal(parts, main)) return null;
        var length = main.Size.Max();
        var labels = LabelsOf(parts, main.Path, main.Width);
        if (labels.IsEmpty)
        {
            labels = MatChannels.Numbered(main.Path, main.Width);
            input.Warnings.Add(main.Width == 1 ? "No label of the channel is stated." : $"No labels of the {main.Width} channels are stated: they are numbered.");
        }

        var rate = RateOf(input, parts, main.Path);
        var streams = ImmutableArray.Create(StreamOf(input, main.Path, [(MatArray)main.Value], labels, rate));
        var beside = signals.FindAll(p => p != main && p.Size.Max() == length && IsColumns(p.Size) && p.Value is MatArray { IsComplex: false });
        if (beside.Count > 0)
            streams = streams.Add(StreamOf(input, "variables beside", [.. beside.Select(p => (MatArray)p.Value)],
                [.. beside.SelectMany(p => MatChannels.Numbered(p.Path, p.Width))], rate));
        input.Warnings.Add($"What the file holds is not stated: '{main.Path}', its largest matrix, is taken for the signal, "
            + $"and its longer side, {length} numbers, for time. The unit is unknown.");
        var used = beside.Append(main).Select(p => p.Path).ToHashSet(StringComparer.Ordinal);
        return new()
        {
            Layout = "",
            Streams = streams,
            Fields = [.. parts.Where(p => !used.Contains(p.Path) && p.Class != MatClass.Struct).SelectMany(p => MatFacts.Fields(p.Path, p.Value))],
        };
    }

    /// <summary>The variables, and the fields of those that are a single struct.</summary>
    private static List<Part> Parts(MatContainer file)
    {
        var parts = new List<Part>();
        foreach (var variable in file.Variables)
        {
            parts.Add(new(variable.Name, variable.Class, variable.Size, new(() => file.Read(variable))));
            if (variable.Class == MatClass.Struct && MatValue.CountOf(variable.Size) == 1 && parts[^1].Value is MatStruct structure)
                parts.AddRange(structure.Fields.Select(f => (Name: f, Value: structure[f]!))
                    .Select(f => new Part($"{variable.Name}.{f.Name}", f.Value.Class, f.Value.Size, new(() => f.Value))));
        }

        return parts;
    }

    private static bool IsSignal(ImmutableArray<long> size, MatClass kind) => kind is >= MatClass.Double and <= MatClass.UInt64
        && size is [var rows, var columns] && rows != columns && Math.Max(rows, columns) >= LeastSamples
        && Math.Min(rows, columns) is >= 1 and <= MostChannels;

    /// <summary>Whether a larger array of three sides is there: the signal, cut into trials, and nothing says which side is time.</summary>
    private static bool HidesSignal(List<Part> parts, Part main) => parts.Exists(p => p.Size.Length > 2
        && p.Class is >= MatClass.Double and <= MatClass.UInt64 && MatValue.CountOf(p.Size) > MatValue.CountOf(main.Size));

    /// <summary>Whether the samples of each channel stand together, so that matrices can be laid side by side.</summary>
    private static bool IsColumns(ImmutableArray<long> size) => size[0] == 1 || size[0] > size[1];

    private static double? RateOf(MatInput input, List<Part> parts, string signal)
    {
        foreach (var part in Named(parts, RateNames, signal))
            if (MatFacts.Number(part.Value) is > 0 and var rate) return rate;
        input.Warnings.Add("No rate is stated: the samples have no times. A variable 'fs' beside the signal would give them.");
        return null;
    }

    private static ImmutableArray<string> LabelsOf(List<Part> parts, string signal, int count) =>
        Named(parts, LabelNames, signal).Select(p => MatFacts.Texts(p.Value)).FirstOrDefault(t => t.Length == count, []);

    /// <summary>Parts with one of these names, those that stand beside the signal first.</summary>
    private static IEnumerable<Part> Named(List<Part> parts, ImmutableArray<string> names, string signal) => parts
        .Where(p => names.Contains(p.Name, StringComparer.OrdinalIgnoreCase))
        .OrderBy(p => p.Folder != Part.FolderOf(signal)).ThenBy(p => names.IndexOf(p.Name, 0, names.Length, StringComparer.OrdinalIgnoreCase));

    private static RecordedStream StreamOf(MatInput input, string name, ImmutableArray<MatArray> arrays, ImmutableArray<string> labels, double? rate)
    {
        var channels = new MatChannels(labels, [], input.Warnings);
        var info = new StreamInfo(name, [.. channels.Channels], rate, input.Clock);
        var samples = channels.Samples(input.Main.File, arrays.Max(a => a.StoredAs));
        ImmutableArray<RecordedSegment> segments = [new(0, Math.Max(arrays[0].Rows, arrays[0].Columns), new(input.Clock, 0))];
        return IsColumns(arrays[0].Size)
            ? new MatChannelMajorStream(info, samples, arrays, segments, [])
            : new MatSampleMajorStream(info, samples, arrays, segments, []);
    }

    /// <summary>A variable or a field of one.</summary>
    private sealed record Part(string Path, MatClass Class, ImmutableArray<long> Size, Lazy<MatValue> Content)
    {
        public MatValue Value => Content.Value;

        /// <summary>Numbers at each moment, if it is a signal.</summary>
        public int Width => (int)Size.Min();

        public string Name => Path[(Path.LastIndexOf('.') + 1)..];

        public string Folder => FolderOf(Path);

        public static string FolderOf(string path) => path[..Math.Max(0, path.LastIndexOf('.'))];
    }
}
