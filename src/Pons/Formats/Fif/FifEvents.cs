using System.Globalization;
using Pons.Streams;

namespace Pons.Formats.Fif;

/// <summary>Markers that a file lists: annotations, and events of a file beside the recording.</summary>
internal static class FifEvents
{
    /// <summary>The words of MNE for what a file beside the recording lists.</summary>
    public const string ListKind = "event";

    private static readonly string[] RecordingSuffixes = ["_raw", "-raw", "_meg", "_eeg", "_ieeg"];
    private static readonly string[] ListSuffixes = ["-eve", "_eve"];

    /// <summary>The list of events beside a recording; <see langword="null"/> when there is none.</summary>
    public static string? ListBeside(RecordingFiles files, string recording)
    {
        var stem = Path.GetFileNameWithoutExtension(recording);
        return Stems(stem).SelectMany(_ => ListSuffixes, (s, suffix) => files.Find($"{s}{suffix}.fif")).FirstOrDefault(n => n is not null);
    }

    /// <summary>The recording that a list of events stands beside; <see langword="null"/> when there is none.</summary>
    public static string? RecordingBeside(RecordingFiles files, string list)
    {
        var stem = Path.GetFileNameWithoutExtension(list);
        var suffix = ListSuffixes.FirstOrDefault(s => stem.EndsWith(s, StringComparison.OrdinalIgnoreCase));
        if (suffix is null) return null;
        stem = stem[..^suffix.Length];
        return RecordingSuffixes.Prepend("").Select(s => files.Find($"{stem}{s}.fif")).FirstOrDefault(n => n is not null);
    }

    private static IEnumerable<string> Stems(string stem)
    {
        yield return stem;
        foreach (var suffix in RecordingSuffixes)
            if (stem.EndsWith(suffix, StringComparison.OrdinalIgnoreCase)) yield return stem[..^suffix.Length];
    }

    /// <summary>Every event of a list: sample number since the start of the acquisition, and its name or code.</summary>
    public static IEnumerable<(long Sample, string Label)> Listed(FifPart part)
    {
        if (part.Tree.Root.First(FifBlock.Events) is not { } block || block.Tag(FifKind.Events) is not { } list) yield break;
        var numbers = part.Values.Numbers(list);
        var names = Names(part, block);
        var comments = Comments(part, block, numbers.Length / 3);
        for (var i = 0; i + 2 < numbers.Length; i += 3)
            yield return ((long)numbers[i], comments?[i / 3] ?? (names.TryGetValue((long)numbers[i + 2], out var name) ? name
                : numbers[i + 2].ToString(CultureInfo.InvariantCulture)));
    }

    /// <summary>Names of codes, written as <c>name:code;name:code</c>.</summary>
    private static Dictionary<long, string> Names(FifPart part, FifBlock block)
    {
        var names = new Dictionary<long, string>();
        if (block.Tag(FifKind.Comment) is not { } tag) return names;
        foreach (var pair in part.Values.Text(tag).Split(';'))
            if (pair.LastIndexOf(':') is > 0 and var colon
                && long.TryParse(pair.AsSpan(colon + 1), NumberStyles.Integer, CultureInfo.InvariantCulture, out var code))
                names.TryAdd(code, pair[..colon]);
        return names;
    }

    /// <summary>A comment for each event, if there is one for each.</summary>
    private static string[]? Comments(FifPart part, FifBlock block, int count)
    {
        if (block.Tag(FifKind.EventComments) is not { } tag) return null;
        var comments = System.Text.Encoding.Latin1.GetString(part.Values.Bytes(tag)).Split('\0');
        return comments.Length == count + 1 ? comments[..count] : null;
    }

    /// <summary>Annotations; their times count from the start of the acquisition.</summary>
    public static IEnumerable<RecordedMarker> Annotations(FifPart part, FifInfo info, double firstSeconds)
    {
        if (part.Tree.Root.First(FifBlock.Annotations) is not { } block
            || block.Tag(FifKind.Onsets) is not { } onsetTag || block.Tag(FifKind.Ends) is not { } endTag
            || block.Tag(FifKind.Comment) is not { } textTag) yield break;
        var (onsets, ends) = (part.Values.Numbers(onsetTag), part.Values.Numbers(endTag));
        var texts = part.Values.Text(textTag).Split(':');
        var origin = info.DateOf(block.Tag(FifKind.MeasurementDate));
        var shift = origin is { } o && info.StartSeconds is { } start ? o - start : 0;
        for (var i = 0; i < Math.Min(texts.Length, Math.Min(onsets.Length, ends.Length)); i++)
        {
            var (onset, length) = (onsets[i] + shift - firstSeconds, ends[i] - onsets[i]);
            // Times were written in single precision: a length below its rounding is none.
            if (double.IsFinite(onset) && double.IsFinite(length) && Math.Abs(onset) < 1e9 && Math.Abs(length) < 1e9)
                yield return new(Duration.FromSeconds(onset), texts[i].Replace("{COLON}", ":", StringComparison.Ordinal),
                    length > 1e-9 ? Duration.FromSeconds(length) : null)
                { Kind = "annotation" };
        }
    }
}
