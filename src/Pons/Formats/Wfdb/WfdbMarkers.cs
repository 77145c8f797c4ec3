using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Pons.Streams;

namespace Pons.Formats.Wfdb;

/// <summary>Annotations as markers: mnemonic and text as label, the annotator as kind.</summary>
internal static partial class WfdbMarkers
{
    private const int Note = 22;

    /// <summary>Markers of a file.</summary>
    /// <param name="file">Its annotations.</param>
    /// <param name="annotator">Extension of the file.</param>
    /// <param name="rateHz">Sample intervals a second.</param>
    /// <param name="labels">Labels of the signals; may be empty.</param>
    /// <param name="warnings">Gets what does not fit.</param>
    public static ImmutableArray<RecordedMarker> Of(WfdbAnnotationFile file, string annotator, double rateHz, IReadOnlyList<string> labels,
        List<string> warnings)
    {
        var markers = ImmutableArray.CreateBuilder<RecordedMarker>(file.Annotations.Length);
        var beyond = 0;
        foreach (var annotation in file.Annotations)
        {
            var nanoseconds = annotation.Sample / rateHz * 1e9;
            if (Math.Abs(nanoseconds) >= long.MaxValue / 2) beyond++;
            else markers.Add(Of(annotation, (long)Math.Round(nanoseconds), file, annotator, labels));
        }

        if (beyond > 0) warnings.Add($"{beyond} annotations of '{annotator}' lie more than 146 years from the start and are left out.");
        return markers.DrainToImmutable();
    }

    private static RecordedMarker Of(WfdbAnnotation annotation, long onset, WfdbAnnotationFile file, string annotator,
        IReadOnlyList<string> labels)
    {
        var (label, length) = LabelOf(annotation, file);
        return new(new(onset), label, length)
        {
            Kind = annotator,
            Channel = annotation.Channel > 0 && annotation.Channel < labels.Count ? labels[annotation.Channel] : null,
        };
    }

    /// <summary>A note is its text; it may state a length, as those do that were made of annotations of EDF.</summary>
    private static (string Label, Duration? Length) LabelOf(WfdbAnnotation annotation, WfdbAnnotationFile file)
    {
        if (annotation.Code == Note && WithLength().Match(annotation.Text) is { Success: true } m
            && double.TryParse(m.Groups[2].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds < 1e9)
            return (m.Groups[1].Value, Duration.FromSeconds(seconds));
        var label = annotation.Code == Note && annotation.Text.Length > 0 ? annotation.Text
            : annotation.Text.Length > 0 ? $"{file.Mnemonic(annotation.Code)} {annotation.Text}" : file.Mnemonic(annotation.Code);
        return (label, null);
    }

    /// <summary>What is said of a damaged file.</summary>
    public static string Kept(string name, WfdbAnnotationFile file) =>
        $"'{name}', byte {file.FaultByte}: {file.Fault}; the {file.Annotations.Length} annotations before are kept.";

    /// <summary>What of the annotations a marker has no place for.</summary>
    public static IEnumerable<HeaderField> Leftovers(WfdbAnnotationFile file, string annotator)
    {
        var count = file.Annotations.Count(a => a.SubType != 0 || a.Number != 0);
        if (count > 0) yield return new($"annotations with subtype or number ({annotator})", count.ToString(CultureInfo.InvariantCulture));
    }

    [GeneratedRegex(@"^(.+) duration: ([0-9]{1,9}(?:\.[0-9]+)?)$")]
    private static partial Regex WithLength();
}
