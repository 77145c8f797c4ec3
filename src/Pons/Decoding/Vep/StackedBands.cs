using System.Globalization;
using Pons.Streams;

namespace Pons.Decoding.Vep;

/// <summary>
/// How a stream says that it holds the same channels several times, each time filtered to another band: band after band, the band
/// behind an @ in the label, as in <c>Oz@7-80</c>.
/// </summary>
internal static class StackedBands
{
    private const char Separator = '@';

    /// <summary>The channels of one band.</summary>
    public static IEnumerable<Channel> InBand(IEnumerable<Channel> channels, double lowHz, double highHz) =>
        channels.Select(c => c with { Label = string.Create(CultureInfo.InvariantCulture, $"{c.Label}{Separator}{lowHz}-{highHz}") });

    /// <summary>How many bands a stream holds; 1 where labels do not say otherwise.</summary>
    /// <exception cref="DecodingException">Bands differ in their channels, or do not stand one after the other.</exception>
    public static int CountIn(StreamInfo stream)
    {
        var bands = stream.Channels.GroupBy(BandOf).ToArray();
        if (bands.Length == 1) return 1;
        var first = bands[0].Select(NameOf).ToArray();
        var alike = bands.All(b => b.Select(NameOf).SequenceEqual(first)) && bands.SelectMany(b => b).SequenceEqual(stream.Channels);
        return alike ? bands.Length : throw new DecodingException(
            $"'{stream.Name}' has {bands.Length} bands whose channels differ or are mixed.",
            "A filter bank holds the same channels in every band, band after band.", "Stack the bands of all channels in order.");
    }

    private static string BandOf(Channel channel) =>
        channel.Label.LastIndexOf(Separator) is var at and >= 0 ? channel.Label[at..] : "";

    private static string NameOf(Channel channel) =>
        channel.Label.LastIndexOf(Separator) is var at and >= 0 ? channel.Label[..at] : channel.Label;
}
