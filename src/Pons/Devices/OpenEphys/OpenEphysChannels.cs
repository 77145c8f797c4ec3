using System.Collections.Immutable;
using Pons.Streams;

namespace Pons.Devices.OpenEphys;

/// <summary>Which channels a stream has: they are learnt from the messages, as nothing lists them.</summary>
internal sealed class OpenEphysChannels
{
    public const int LargestCount = 4096;
    private readonly Dictionary<long, int> _slots = [];
    private readonly List<string> _names = [];

    public int Count => _slots.Count;

    /// <summary>Column of each slot, channels by their number; empty until <see cref="Close"/>.</summary>
    public int[] Columns { get; private set; } = [];

    /// <summary>Whether no more channels are taken.</summary>
    public bool IsClosed => Columns.Length > 0;

    /// <summary>Place of a channel in the order of first appearance; −1 when it is new and no more are taken.</summary>
    public int Slot(OpenEphysHeader header)
    {
        if (_slots.TryGetValue(header.Channel, out var slot)) return slot;
        if (IsClosed || header.Channel < 0 || Count == LargestCount) return -1;
        _slots.Add(header.Channel, Count);
        _names.Add(header.ChannelName.IsEmpty ? FormattableString.Invariant($"CH{header.Channel + 1}") : OpenEphysHeader.Text(header.ChannelName));
        return Count - 1;
    }

    /// <summary>Takes no more channels, and puts those that are known in the order of their numbers.</summary>
    public ImmutableArray<Channel> Close()
    {
        var order = _slots.OrderBy(s => s.Key).Select(s => s.Value).ToArray();
        Columns = new int[order.Length];
        for (var i = 0; i < order.Length; i++) Columns[order[i]] = i;
        return [.. order.Select(slot => new Channel(_names[slot], ChannelKind.Ieeg))];
    }
}
