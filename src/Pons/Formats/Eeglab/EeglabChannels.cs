using System.Collections.Immutable;
using Pons.Formats.Mat;
using Pons.Streams;

namespace Pons.Formats.Eeglab;

/// <summary>Channels from <c>chanlocs</c>.</summary>
internal static class EeglabChannels
{
    public static MatChannels Read(EeglabFields fields, int count, List<string> warnings)
    {
        var locations = fields["chanlocs"] as MatStruct;
        if (locations is not null && locations.Count != count)
        {
            if (locations.Count > 0)
                warnings.Add($"The field 'chanlocs' describes {locations.Count} channels, and the data have {count}: the channels are numbered.");
            locations = null;
        }

        if (locations is null)
            return new([.. Enumerable.Range(1, count).Select(i => $"EEG {i}")], [.. Enumerable.Repeat(ChannelUnit.Microvolt, count)], warnings);
        var types = Enumerable.Range(0, count).Select(c => EeglabKinds.Of(locations[c, "type"]?.Text ?? "")).ToArray();
        var channels = new MatChannels(
            [.. Enumerable.Range(0, count).Select(c => LabelOf(locations, c))],
            [.. Enumerable.Range(0, count).Select(c => UnitOf(locations, c, types[c]))], warnings);
        AddReferences(fields, locations, channels);
        for (var c = 0; c < count; c++)
            if (types[c] is { } kind) channels.Channels[c] = channels.Channels[c] with { Kind = kind };
        AddPlaces(fields, locations, channels);
        return channels;
    }

    private static string LabelOf(MatStruct locations, int channel) => locations[channel, "labels"] switch
    {
        MatText { Count: > 0 } text => text.Text,
        MatArray { Count: 1 } number => FormattableString.Invariant($"EEG {number.First}"),
        _ => $"EEG {channel + 1}",
    };

    /// <summary>Data sets are in microvolts; newer ones may state another unit for a channel.</summary>
    private static string UnitOf(MatStruct locations, int channel, ChannelKind? kind) =>
        locations[channel, "unit"] is MatText { Text: var unit } ? unit : kind is ChannelKind.Trigger ? "" : ChannelUnit.Microvolt;

    /// <summary>The word <c>common</c> says only that all channels have one reference.</summary>
    private static void AddReferences(EeglabFields fields, MatStruct locations, MatChannels channels)
    {
        var all = fields["ref"]?.Text ?? "";
        for (var c = 0; c < channels.Channels.Count; c++)
        {
            var own = locations[c, "ref"]?.Text ?? "";
            var reference = (own.Length > 0 ? own : all).Trim();
            if (reference.Length > 0 && reference != "common" && channels.Channels[c] is { Kind: ChannelKind.Eeg or ChannelKind.Ieeg, Reference: null } channel)
                channels.Channels[c] = channel with { Reference = reference };
        }
    }

    private static void AddPlaces(EeglabFields fields, MatStruct locations, MatChannels channels)
    {
        var noseAxis = (fields["chaninfo"] as MatStruct)?["nosedir"]?.Text ?? "";
        var places = Enumerable.Range(0, channels.Channels.Count).Select(c => EeglabPlaces.Of(locations, c)).ToImmutableArray();
        var areMillimetres = EeglabPlaces.AreMillimetres(places.OfType<(double, double, double)>());
        for (var c = 0; c < places.Length; c++)
        {
            if (places[c] is not { } place) continue;
            channels.Channels[c] = channels.Channels[c] with { Position = EeglabPlaces.Direction(place, noseAxis) };
            if (areMillimetres)
                channels.Details[c] = channels.Details[c] with { LocationMetres = (place.X / 1000, place.Y / 1000, place.Z / 1000) };
        }
    }
}
