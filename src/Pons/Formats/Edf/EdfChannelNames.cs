using System.Collections.Immutable;

namespace Pons.Formats.Edf;

/// <summary>
/// The channels that annotations name behind <c>@@</c>, as the standard texts of EDF+ do (https://www.edfplus.info/specs/edftexts.html):
/// by the label of the signal in the file or, where two signals have it, by that of the channel.
/// </summary>
internal sealed class EdfChannelNames
{
    private const string Mark = "@@";
    private readonly Dictionary<string, string> _channelOf = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _nameOf = new(StringComparer.Ordinal);

    /// <summary>Learns the names of both sides.</summary>
    /// <param name="signalLabels">Label of each signal in the words of the file.</param>
    /// <param name="channelLabels">Label of each channel, in the same order.</param>
    public EdfChannelNames(ImmutableArray<string> signalLabels, ImmutableArray<string> channelLabels)
    {
        var counts = signalLabels.CountBy(l => l).ToDictionary(StringComparer.Ordinal);
        foreach (var (signal, channel) in signalLabels.Zip(channelLabels))
        {
            var isUnique = signal.Length > 0 && counts[signal] == 1;
            if (isUnique) _channelOf[signal] = channel;
            _nameOf[channel] = isUnique ? signal : channel;
        }

        foreach (var channel in channelLabels) _channelOf.TryAdd(channel, channel);
    }

    /// <summary>The marker with the channel that its label names; as it is when it names none of this file.</summary>
    public RecordedMarker Read(RecordedMarker marker)
    {
        var at = marker.Label.LastIndexOf(Mark, StringComparison.Ordinal);
        return at > 0 && _channelOf.TryGetValue(marker.Label[(at + Mark.Length)..].Trim(), out var channel)
            ? marker with { Label = marker.Label[..at], Channel = channel } : marker;
    }

    /// <summary>The text for a marker, and whether its channel will be found again.</summary>
    public (string Text, bool IsKept) Written(RecordedMarker marker) => marker.Channel is not { } channel
        ? (marker.Label, Read(marker).Channel is null)
        : ($"{marker.Label}{Mark}{_nameOf.GetValueOrDefault(channel, channel)}", _nameOf.ContainsKey(channel));
}
