using System.Buffers.Binary;

namespace Pons.Formats.Wfdb;

/// <summary>A FLAC file (RFC 9639), as the storage formats 508, 516 and 524 use it; unpacked block by block when it is asked for.</summary>
internal sealed class FlacFile
{
    private const int Verbatim = 1, FirstFixed = 8, FirstPredicted = 32;

    private static readonly int[][] s_fixed = [[], [1], [2, -1], [3, -3, 1], [4, -6, 4, -1]];

    private readonly Func<Stream> _open;
    private readonly string _name;
    private readonly FlacBits _bits = new();
    private readonly long _length;

    /// <summary>Where each block begins, as far as blocks were unpacked: place in the file and number of the first sample.</summary>
    private readonly List<(long Position, long First)> _blocks = [];
    private long _loaded = -1;
    private int _count;

    public FlacFile(Func<Stream> open, string name, long start)
    {
        (_open, _name) = (open, name);
        var file = open();
        _length = file.Length;
        var head = new byte[4 + 4 + 34];
        file.Position = Math.Min(start, _length);
        if (file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) < head.Length || !head.AsSpan().StartsWith("fLaC"u8)
            || (head[4] & 0x7F) != 0)
            throw Fault(start, "The file does not begin as FLAC does.");
        var info = head.AsSpan(8);
        Channels = ((info[12] >> 1) & 7) + 1;
        Bits = (((info[12] & 1) << 4) | (info[13] >> 4)) + 1;
        var isLast = (head[4] & 0x80) != 0;
        var position = start + 8 + (head[5] << 16 | head[6] << 8 | head[7]);
        while (!isLast)
        {
            file.Position = Math.Min(position, _length);
            if (file.ReadAtLeast(head.AsSpan(0, 4), 4, throwOnEndOfStream: false) < 4)
                throw Fault(position, "The file ends inside of its header.");
            isLast = (head[0] & 0x80) != 0;
            position += 4 + (head[1] << 16 | head[2] << 8 | head[3]);
        }

        _blocks.Add((position, 0));
        Values = [.. Enumerable.Range(0, Channels).Select(_ => Array.Empty<int>())];
        SampleCount = CountOf(BinaryPrimitives.ReadUInt64BigEndian(info[10..]) & 0xF_FFFF_FFFF);
    }

    public int Channels { get; }

    /// <summary>Bits of a sample.</summary>
    public int Bits { get; }

    /// <summary>Samples of each channel.</summary>
    public long SampleCount { get; }

    /// <summary>Samples of the unpacked block by channel.</summary>
    public int[][] Values { get; }

    /// <summary>Unpacks the block that a sample lies in.</summary>
    /// <param name="sample">Number of a sample before <see cref="SampleCount"/>.</param>
    /// <param name="first">Gets the number of the block's first sample.</param>
    /// <returns>How many samples it has.</returns>
    public int Around(long sample, out long first)
    {
        var block = BlockOf(sample);
        while (true)
        {
            if (block != _loaded) Load(block);
            first = _blocks[block].First;
            if (sample < first + _count) return _count;
            block++;
        }
    }

    private int BlockOf(long sample)
    {
        var (low, high) = (0, _blocks.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) >>> 1;
            if (_blocks[middle].First <= sample) low = middle;
            else high = middle - 1;
        }

        return low;
    }

    /// <summary>The number that the header states when blocks can hold it; they are counted when it states none.</summary>
    private long CountOf(ulong stated)
    {
        // A block has at least a head of six bytes, a byte for each channel and a sum, and at most 65 535 samples.
        if (stated > 0 && stated <= (ulong)(_length / (8 + Channels) + 1) * ushort.MaxValue) return (long)stated;
        if (stated > 0) throw Fault(0, $"The header states {stated} samples, more than {_length} bytes can hold.");
        var count = 0L;
        for (var block = 0; _blocks[block].Position < _length; block++)
        {
            Load(block);
            count += _count;
        }

        return count;
    }

    private void Load(int block)
    {
        _loaded = -1;
        var at = _blocks[block].Position;
        try
        {
            _bits.Begin(_open(), at);
            ReadBlock(at);
        }
        catch (EndOfStreamException e)
        {
            throw Fault(at, "The file ends inside of a block.", e);
        }

        if (_blocks.Count == block + 1) _blocks.Add((_bits.Position, _blocks[block].First + _count));
        _loaded = block;
    }

    /// <summary>A block with its head (RFC 9639, section 9).</summary>
    private void ReadBlock(long at)
    {
        if (_bits.Unsigned(15) != 0b111_1111_1111_1100) throw Fault(at, "No block begins here.");
        _bits.Unsigned(1);
        var (sizeCode, rateCode, assignment, bitsCode) = (_bits.Unsigned(4), _bits.Unsigned(4), (int)_bits.Unsigned(4), _bits.Unsigned(3));
        _bits.Unsigned(1);
        for (var more = System.Numerics.BitOperations.LeadingZeroCount(~(_bits.Unsigned(8) << 24)) - 1; more > 0; more--) _bits.Unsigned(8);
        _count = sizeCode switch
        {
            0 => throw Fault(at, "A block states a length that is reserved."),
            1 => 192,
            <= 5 => 576 << ((int)sizeCode - 2),
            6 => (int)_bits.Unsigned(8) + 1,
            7 => (int)_bits.Unsigned(16) + 1,
            _ => 256 << ((int)sizeCode - 8),
        };
        _bits.Unsigned(rateCode switch { 12 => 8, 13 or 14 => 16, _ => 0 });
        var width = bitsCode switch
        {
            0 => Bits,
            1 => 8,
            2 => 12,
            4 => 16,
            5 => 20,
            6 => 24,
            7 => 32,
            _ => throw Fault(at, "A block states a width that is reserved."),
        };
        if (assignment > 10 || (assignment < 8 ? assignment + 1 : 2) != Channels)
            throw Fault(at, $"A block has other channels than the {Channels} of the header.");
        _bits.Unsigned(8);
        for (var c = 0; c < Channels; c++)
        {
            if (Values[c].Length < _count) Values[c] = new int[_count];
            // The channel that holds a difference has one bit more.
            var isDifference = (assignment is 8 or 10 && c == 1) || (assignment == 9 && c == 0);
            ReadChannel(at, Values[c].AsSpan(0, _count), isDifference ? width + 1 : width);
        }

        _bits.Align();
        var expected = _bits.Crc;
        if (_bits.Unsigned(16) != expected) throw Fault(at, "The sum of a block is wrong.");
        Undo(assignment);
    }

    /// <summary>Two channels that are stored with their difference (RFC 9639, section 4.2).</summary>
    private void Undo(int assignment)
    {
        if (assignment < 8) return;
        var (a, b) = (Values[0], Values[1]);
        for (var i = 0; i < _count; i++)
            (a[i], b[i]) = assignment switch
            {
                8 => (a[i], a[i] - b[i]),
                9 => (a[i] + b[i], b[i]),
                _ => (((a[i] << 1 | (b[i] & 1)) + b[i]) >> 1, ((a[i] << 1 | (b[i] & 1)) - b[i]) >> 1),
            };
    }

    /// <summary>One channel of a block (RFC 9639, section 9.2).</summary>
    private void ReadChannel(long at, Span<int> samples, int width)
    {
        if (_bits.Unsigned(1) != 0) throw Fault(at, "A channel of a block begins with a bit that is reserved.");
        var kind = (int)_bits.Unsigned(6);
        var wasted = _bits.Unsigned(1) == 0 ? 0 : _bits.Zeros() + 1;
        width -= wasted;
        if (width < 1) throw Fault(at, "A channel of a block has no bits.");
        if (kind == 0) samples.Fill((int)_bits.Signed(width));
        else if (kind == Verbatim)
            foreach (ref var sample in samples) sample = (int)_bits.Signed(width);
        else if (kind is >= FirstFixed and <= FirstFixed + 4) ReadPredicted(at, samples, width, s_fixed[kind - FirstFixed], 0);
        else if (kind >= FirstPredicted) ReadPredicted(at, samples, width, null, kind - FirstPredicted + 1);
        else throw Fault(at, "A channel of a block is of a kind that is reserved.");
        if (wasted > 0)
            foreach (ref var sample in samples) sample <<= wasted;
    }

    /// <summary>Each sample from those before it and what the prediction missed.</summary>
    private void ReadPredicted(long at, Span<int> samples, int width, int[]? factors, int order)
    {
        order = factors?.Length ?? order;
        if (order > samples.Length) throw Fault(at, "A block is shorter than what its prediction begins with.");
        for (var i = 0; i < order; i++) samples[i] = (int)_bits.Signed(width);
        var shift = 0;
        if (factors is null)
        {
            var precision = (int)_bits.Unsigned(4) + 1;
            shift = (int)_bits.Signed(5);
            if (precision == 16 || shift < 0) throw Fault(at, "A block predicts with factors that are reserved.");
            factors = new int[order];
            for (var i = 0; i < order; i++) factors[i] = (int)_bits.Signed(precision);
        }

        ReadResidual(at, samples, order);
        for (var i = order; i < samples.Length; i++)
        {
            var sum = 0L;
            for (var k = 0; k < order; k++) sum += (long)factors[k] * samples[i - 1 - k];
            samples[i] = unchecked(samples[i] + (int)(sum >> shift));
        }
    }

    /// <summary>What the prediction missed, in codes of Rice (RFC 9639, section 9.2.7).</summary>
    private void ReadResidual(long at, Span<int> samples, int order)
    {
        var method = _bits.Unsigned(2);
        if (method > 1) throw Fault(at, "What a prediction missed is coded in a way that is reserved.");
        var (parameterBits, partitions) = (method == 0 ? 4 : 5, 1 << (int)_bits.Unsigned(4));
        var length = samples.Length / partitions;
        if (samples.Length % partitions != 0 || length < order) throw Fault(at, "A block has other parts than it states.");
        for (var p = 0; p < partitions; p++)
        {
            var part = samples[(p == 0 ? order : p * length)..((p + 1) * length)];
            var parameter = (int)_bits.Unsigned(parameterBits);
            if (parameter == (1 << parameterBits) - 1)
            {
                var width = (int)_bits.Unsigned(5);
                foreach (ref var sample in part) sample = (int)_bits.Signed(width);
                continue;
            }

            foreach (ref var sample in part)
            {
                var folded = unchecked(((uint)_bits.Zeros() << parameter) | _bits.Unsigned(parameter));
                sample = (int)(folded >> 1) ^ -(int)(folded & 1);
            }
        }
    }

    private RecordingFormatException Fault(long at, string what, Exception? inner = null) =>
        new(_name, at, what, "The samples from here on cannot be unpacked.", "Copy the file again from where it was recorded.", inner);
}
