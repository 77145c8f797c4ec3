using System.Buffers.Binary;
using System.Collections.Immutable;

namespace Pons.Formats.AntCnt;

/// <summary>The compressed blocks of a file: where they lie, how many samples each holds, and in which order their channels
/// stand.</summary>
internal sealed class AntCntBlocks
{
    private readonly Stream _file;
    private readonly string _name;
    private readonly RiffChunk _data;
    private readonly ImmutableArray<long> _starts;
    private readonly int[] _order;
    private byte[] _bytes = [];

    public AntCntBlocks(Stream file, string name, bool isWide, RiffChunk samples, int channels)
    {
        (_file, _name) = (file, name);
        var parts = RiffChunk.Between(file, name, isWide, samples.Position, samples.End);
        RiffChunk Part(string part) => parts.Find(p => p.Name == part) ?? throw Fault(samples.Position,
            $"The samples have no part '{part}'.", "They cannot be found or told apart.");
        _data = Part("data");
        _order = Order(Part("chan"), channels);
        (SamplesPerBlock, _starts) = Table(Part("ep"), isWide);
    }

    /// <summary>Samples of a block; the last may have fewer.</summary>
    public int SamplesPerBlock { get; }

    /// <summary>How many blocks there are.</summary>
    public int Count => _starts.Length;

    /// <summary>How many samples the last block can hold at most.</summary>
    public long LargestLast => 8 * (_data.Length - _starts[^1]) / Math.Max(1, _order.Length);

    /// <summary>Decodes one block [channel × sample].</summary>
    public void Decode(int block, int count, Span<int> samples)
    {
        var (start, end) = (_starts[block], block + 1 < _starts.Length ? _starts[block + 1] : _data.Length);
        var length = (int)(end - start);
        if (_bytes.Length < length + Raw3Decoder.Padding) _bytes = new byte[length + Raw3Decoder.Padding];
        Read(_data.Position + start, _bytes.AsSpan(0, length));
        _bytes.AsSpan(length, Raw3Decoder.Padding).Clear();
        var at = 0;
        for (var c = 0; c < _order.Length; c++)
        {
            var neighbour = c == 0 ? new int[count] : samples.Slice(_order[c - 1] * count, count);
            var next = Raw3Decoder.Decode(_bytes, at, length, neighbour, samples.Slice(_order[c] * count, count));
            if (next < 0)
                throw Fault(_data.Position + start + at, $"Block {block + 1} cannot be decoded from its channel {c + 1} on.",
                    "The samples behind it would be noise.");
            at = next;
        }
    }

    private void Read(long at, Span<byte> bytes)
    {
        try
        {
            _file.Position = at;
            _file.ReadExactly(bytes);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            throw new RecordingFormatException(_name, null, "The samples cannot be read any more.",
                "The file was closed or cut short since it was opened.", "Open the recording again.", e);
        }
    }

    private int[] Order(RiffChunk part, int channels)
    {
        if (part.Length != channels * 2L)
            throw Fault(part.Position, $"The order of {part.Length / 2} channels is stated; the header has {channels}.",
                "The channels cannot be told apart.");
        var bytes = StoredBytes.Read(_file, _name, part.Position, part.Length, "order of the channels");
        var order = Enumerable.Range(0, channels).Select(c => (int)BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(c * 2))).ToArray();
        if (!order.Order().SequenceEqual(Enumerable.Range(0, channels)))
            throw Fault(part.Position, $"The order of the {channels} channels leaves out one or names it twice.",
                "The channels cannot be told apart.");
        return order;
    }

    private (int SamplesPerBlock, ImmutableArray<long> Starts) Table(RiffChunk part, bool isWide)
    {
        var bytes = StoredBytes.Read(_file, _name, part.Position, part.Length, "table of blocks");
        var numbers = Enumerable.Range(0, bytes.Length / (isWide ? 8 : 4))
            .Select(i => isWide ? BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(i * 8))
                : BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(i * 4))).ToArray();
        if (numbers.Length < 2) throw Fault(part.Position, "The table of blocks is empty.", "The samples cannot be found.");
        ImmutableArray<long> starts = [.. numbers.Skip(1)];
        for (var b = 0; b < starts.Length; b++)
        {
            var end = b + 1 < starts.Length ? starts[b + 1] : _data.Length;
            if (starts[b] < 0 || end < starts[b] || end > _data.Length || end - starts[b] > StoredBytes.LongestPart)
                throw Fault(part.Position, $"Block {b + 1} would reach from byte {starts[b]} to {end} of the {_data.Length} bytes of "
                    + "samples.",
                    "It would lie outside, or run backwards.");
            // Fewer than a bit a sample are not possible: a larger number is damage, and would ask for memory that nothing fills.
            if (numbers[0] < 1 || (b + 1 < starts.Length && numbers[0] * _order.Length > 8 * (end - starts[b])))
                throw Fault(part.Position, $"A block would hold {numbers[0]} samples of {_order.Length} channels in {end - starts[b]} "
                    + "bytes.",
                    "That is less than a bit for each.");
        }

        return ((int)Math.Min(numbers[0], int.MaxValue), starts);
    }

    private RecordingFormatException Fault(long at, string what, string why) =>
        new(_name, at, what, why, "Copy the file again from where it was recorded.");
}
