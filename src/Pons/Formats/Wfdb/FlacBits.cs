using System.Numerics;

namespace Pons.Formats.Wfdb;

/// <summary>Reads numbers of any width out of a file, the highest bit first, and sums up the bytes that it passes.</summary>
internal sealed class FlacBits
{
    private const int BufferBytes = 1 << 16;

    private static readonly ushort[] s_crc = [.. Enumerable.Range(0, 256).Select(CrcOf)];

    private readonly byte[] _buffer = new byte[BufferBytes];
    private Stream _file = Stream.Null;
    private int _count, _at, _bits;
    private ulong _cache;

    /// <summary>Place in the file of the byte that is read next.</summary>
    public long Position { get; private set; }

    /// <summary>CRC-16 of the bytes since <see cref="Begin"/> (RFC 9639, section 9.3).</summary>
    public ushort Crc { get; private set; }

    /// <summary>Goes to a place.</summary>
    public void Begin(Stream file, long position)
    {
        (_file, Position, _count, _at, _bits, _cache, Crc) = (file, position, 0, 0, 0, 0, 0);
        file.Position = position;
    }

    /// <summary>Begins a new sum at the next byte.</summary>
    public void Restart() => Crc = 0;

    /// <summary>An unsigned number of up to 32 bits.</summary>
    /// <exception cref="EndOfStreamException">The file ends.</exception>
    public uint Unsigned(int width)
    {
        while (_bits < width) AddByte();
        _bits -= width;
        return width == 0 ? 0 : (uint)((_cache >> _bits) & ((1UL << width) - 1));
    }

    /// <summary>A number of up to 33 bits in two's complement.</summary>
    public long Signed(int width)
    {
        var value = width > 32 ? ((long)Unsigned(width - 32) << 32) | Unsigned(32) : Unsigned(width);
        return width == 0 ? 0 : value << (64 - width) >> (64 - width);
    }

    /// <summary>How many zeros stand before the next one.</summary>
    public int Zeros()
    {
        for (var zeros = 0; ; zeros += _bits, _bits = 0, AddByte())
        {
            if (_bits == 0) AddByte();
            var rest = _cache << (64 - _bits);
            if (rest == 0) continue;
            var leading = BitOperations.LeadingZeroCount(rest);
            _bits -= leading + 1;
            return zeros + leading;
        }
    }

    /// <summary>Leaves out what is left of a byte.</summary>
    public void Align() => _bits -= _bits % 8;

    private void AddByte()
    {
        if (_at == _count)
        {
            (_count, _at) = (_file.Read(_buffer), 0);
            if (_count == 0) throw new EndOfStreamException();
        }

        var next = _buffer[_at++];
        (_cache, _bits) = ((_cache << 8) | next, _bits + 8);
        Crc = (ushort)((Crc << 8) ^ s_crc[(Crc >> 8) ^ next]);
        Position++;
    }

    private static ushort CrcOf(int value)
    {
        var crc = value << 8;
        for (var bit = 0; bit < 8; bit++) crc = (crc << 1) ^ ((crc & 0x8000) != 0 ? 0x8005 : 0);
        return (ushort)crc;
    }
}
