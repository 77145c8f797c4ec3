using System.Collections.Immutable;
using Pons.Streams;

namespace Pons.Formats.Edf;

/// <summary>The labels of the signals that are written: those of the source where they are read as the same channel again.</summary>
internal static class EdfLabels
{
    /// <summary>Labels of all streams' channels in order; a warning for each channel that will be read as another one.</summary>
    public static ImmutableArray<string> Of(ImmutableArray<RecordedStream> streams, EdfDialect dialect, List<string> warnings)
    {
        var channels = streams.SelectMany(s => s.Info.Channels).ToList();
        var sources = streams.SelectMany(s => s.Info.Channels.Select((_, k) => s.Details.IsEmpty ? "" : s.Details[k].SourceLabel)).ToList();
        var ofSource = sources.ConvertAll(l => EdfField.Text(l, 16, "label", []).TrimEnd());
        var read = Read(ofSource, channels);
        var labels = channels.Select((c, k) => sources[k].Trim().Length > 0 && IsSame(c, read[k]) ? ofSource[k]
            : EdfField.Text(Made(c), 16, "label", warnings).TrimEnd()).ToList();
        foreach (var (before, after) in channels.Zip(Read(labels, channels)))
            if (!IsSame(before, after))
                warnings.Add($"Channel '{before.Label}' ({before.Kind}, reference {before.Reference ?? "unknown"}) "
                    + $"will be read as '{after.Label}' ({after.Kind}, reference {after.Reference ?? "unknown"}): "
                    + $"the header of {dialect.Name} has only a label of 16 characters.");
        return [.. labels];
    }

    private static ImmutableArray<Channel> Read(List<string> labels, List<Channel> channels) =>
        ChannelNaming.Channels([.. labels.Zip(channels, (l, c) => (l, new DigitalScale(0, 1, 0, 1, c.Unit)))], []);

    private static bool IsSame(Channel a, Channel b) => (a.Label, a.Kind, a.Reference) == (b.Label, b.Kind, b.Reference);

    private static string Made(Channel channel)
    {
        var isPlace = channel.Kind == ChannelKind.Eeg && ElectrodeName.TryParse(channel.Label, out _);
        return isPlace ? $"EEG {channel.Label}{(channel.Reference is { } r ? $"-{r}" : "")}" : channel.Label;
    }
}
