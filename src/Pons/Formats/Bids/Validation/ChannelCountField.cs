using System.Collections.Immutable;

namespace Pons.Formats.Bids.Validation;

/// <summary>A field of a side-car that counts channels, and the types that it counts; types with a plus may be counted or not.</summary>
internal sealed class ChannelCountField
{
    private readonly ImmutableArray<string> _types, _allTypes;

    public ChannelCountField(string field, string types)
    {
        Field = field;
        var words = types.Split(' ');
        _types = [.. words.Where(w => w[0] != '+')];
        _allTypes = [.. words.Select(w => w.TrimStart('+'))];
    }

    public string Field { get; }

    /// <summary>How many channels of a table are counted, without and with the types that may be counted.</summary>
    public (int Least, int Most) Of(ChannelContent channels) => (channels.Count(_types), channels.Count(_allTypes));
}
