using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using Pons.Streams;

namespace Pons.Formats.Plexon;

/// <summary>Walks through the data blocks: spikes, events, and where the samples of continuous channels lie.</summary>
internal sealed class PlexonBlocks
{
    private const int HeadBytes = 16, WindowBytes = 1 << 20;
    private const int Spike = 1, Event = 4, Slow = 5;

    /// <summary>So many spikes are held as markers; a marker takes some hundred bytes.</summary>
    private const int MostSpikes = 2_000_000;

    private readonly PlexonSetup _setup;
    private readonly Dictionary<(int Kind, int Channel, int Unit), string> _labels = [];
    private long _spikes;

    private PlexonBlocks(PlexonSetup setup) => _setup = setup;

    public List<RecordedMarker> Spikes { get; } = [];

    public List<RecordedMarker> Events { get; } = [];

    /// <summary>Pieces of the continuous channels by their number.</summary>
    public Dictionary<int, PlexonPieces> Pieces { get; } = [];

    /// <summary>Time of the last block, in ticks.</summary>
    public long LastTick { get; private set; }

    public static PlexonBlocks Read(Stream file, string name, PlexonSetup setup, bool keepsMarkers, List<string> warnings)
    {
        var blocks = new PlexonBlocks(setup);
        foreach (var channel in setup.SlowChannels) blocks.Pieces.TryAdd(channel.Number, new(setup.ClockHz, channel.RateHz));
        blocks.Walk(file, name, keepsMarkers, warnings);
        if (blocks._spikes > MostSpikes) warnings.Add($"The file holds {blocks._spikes} spikes: only the first {MostSpikes} are markers.");
        return blocks;
    }

    private void Walk(Stream file, string name, bool keepsMarkers, List<string> warnings)
    {
        var (length, window, windowAt, held) = (file.Length, new byte[(int)Math.Min(WindowBytes, Math.Max(HeadBytes, file.Length))], 0L, 0);
        var position = _setup.DataOffset;
        while (position + HeadBytes <= length)
        {
            if (position < windowAt || position + HeadBytes > windowAt + held)
            {
                (windowAt, held) = (position, (int)Math.Min(window.Length, length - position));
                file.Position = position;
                file.ReadExactly(window, 0, held);
            }

            var head = window.AsSpan((int)(position - windowAt), HeadBytes);
            var words = (long)Word(head, 12) * Word(head, 14);
            var end = position + HeadBytes + 2 * words;
            if (end > length)
            {
                warnings.Add($"'{name}', byte {position}: the last block states {words} samples, of which {(length - position - HeadBytes) / 2} are there: "
                    + "it is left out.");
                return;
            }

            if (Word(head, 0) is not (Spike or Event or Slow))
            {
                warnings.Add($"'{name}', byte {position}: a block is of kind {Word(head, 0)}, which is not known: it and what follows are left out.");
                return;
            }

            Add(head, position + HeadBytes, words, keepsMarkers);
            position = end;
        }

        if (position < length) warnings.Add($"{length - position} bytes at the end of the file make no block: they are left out.");
    }

    private void Add(ReadOnlySpan<byte> head, long samplesAt, long words, bool keepsMarkers)
    {
        var (kind, channel, unit) = (Word(head, 0), Word(head, 8), Word(head, 10));
        // Time stamps have five bytes.
        var tick = ((long)(Word(head, 2) & 0xFF) << 32) | BinaryPrimitives.ReadUInt32LittleEndian(head[4..]);
        LastTick = Math.Max(LastTick, tick);
        if (kind == Slow)
        {
            if (words > 0 && Pieces.TryGetValue(channel, out var pieces)) pieces.Add(tick, samplesAt, words);
            return;
        }

        if (kind == Spike) _spikes++;
        if (!keepsMarkers || (kind == Spike && _spikes > MostSpikes)) return;
        var onset = new Duration((long)Math.Round((decimal)tick * 1_000_000_000m / _setup.ClockHz));
        if (kind == Spike)
            Spikes.Add(new(onset, LabelOf(kind, channel, unit)) { Kind = "spike", Channel = NameOf(_setup.SpikeChannels, channel) });
        else Events.Add(new(onset, LabelOf(kind, channel, unit)) { Kind = "event" });
    }

    /// <summary>One text for all markers alike, so that a million of them share it.</summary>
    private string LabelOf(int kind, int channel, int unit)
    {
        if (_labels.TryGetValue((kind, channel, unit), out var label)) return label;
        label = kind == Spike ? $"{NameOf(_setup.SpikeChannels, channel)} {(unit == 0 ? "unsorted" : $"unit {unit}")}"
            : NameOf(_setup.EventChannels, channel) + (unit == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"={unit}"));
        _labels.Add((kind, channel, unit), label);
        return label;
    }

    private static string NameOf(ImmutableDictionary<int, string> names, int channel) =>
        names.TryGetValue(channel, out var name) ? name : string.Create(CultureInfo.InvariantCulture, $"channel {channel}");

    private static int Word(ReadOnlySpan<byte> head, int at) => BinaryPrimitives.ReadUInt16LittleEndian(head[at..]);
}
