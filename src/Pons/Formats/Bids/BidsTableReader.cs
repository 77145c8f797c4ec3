using System.Buffers;
using System.Text;
using Unicode = System.Text.Unicode;

namespace Pons.Formats.Bids;

/// <summary>
/// Reads a tab-separated file of BIDS row by row in constant memory and says what is unusual about its bytes instead of hiding it.
/// BIDS 1.11.1, "Tabular files": UTF-8, one header row, cells parted by tabs, <c>n/a</c> for what is missing. One thread at a time.
/// </summary>
public sealed class BidsTableReader : IDisposable
{
    /// <summary>The longest row that is read, in bytes; what is behind it is passed over, see <see cref="IsCut"/>.</summary>
    public const int LongestRow = 1 << 20;

    private readonly Stream _stream;
    private readonly List<(int Start, int Length)> _cells = [];
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(1 << 14);
    private int _rowStart, _rowEnd, _filled;
    private long _bufferOffset, _passedOver;
    private bool _isAtEnd;

    /// <summary>Begins to read.</summary>
    /// <param name="stream">The file from its first byte; closed by <see cref="Dispose"/>.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public BidsTableReader(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        _stream = stream;
        Fill();
        HasByteOrderMark = _buffer.AsSpan(0, _filled).StartsWith("\uFEFF"u8);
        _rowStart = _rowEnd = HasByteOrderMark ? 3 : 0;
    }

    /// <summary>Whether the file begins with the three bytes EF BB BF, which belong to no column name.</summary>
    public bool HasByteOrderMark { get; }

    /// <summary>Number of the current row's line, from 1; 0 before the first.</summary>
    public int LineNumber { get; private set; }

    /// <summary>Where the current row begins, in bytes from the start of the file.</summary>
    public long ByteOffset => _bufferOffset + _rowStart;

    /// <summary>Whether the current row ended in CR LF instead of LF.</summary>
    public bool HasCarriageReturn { get; private set; }

    /// <summary>Whether the current row is longer than <see cref="LongestRow"/>, so that only its beginning is given.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Number of cells of the current row, at least 1.</summary>
    public int CellCount => _cells.Count;

    /// <summary>Goes to the next row; the first one is the header.</summary>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public bool Read()
    {
        _rowStart = _rowEnd;
        _bufferOffset += _passedOver;
        _passedOver = 0;
        var end = FindLineEnd();
        if (end < 0) return false;
        LineNumber++;
        HasCarriageReturn = end > _rowStart && _buffer[end - 1] == '\r';
        Split(HasCarriageReturn ? end - 1 : end);
        return true;
    }

    /// <summary>The bytes of a cell of the current row; valid until the next <see cref="Read"/>.</summary>
    /// <param name="index">Index of the cell, from 0.</param>
    public ReadOnlySpan<byte> Utf8(int index)
    {
        var (start, length) = _cells[index];
        return _buffer.AsSpan(start, length);
    }

    /// <summary>The text of a cell of the current row; bytes that are no UTF-8 become U+FFFD, see <see cref="IsUtf8"/>.</summary>
    /// <param name="index">Index of the cell, from 0.</param>
    public string Text(int index) => Encoding.UTF8.GetString(Utf8(index));

    /// <summary>Whether the current row is well-formed UTF-8.</summary>
    public bool IsUtf8
    {
        get
        {
            var (start, length) = _cells[^1];
            return IsCut || Unicode.Utf8.IsValid(_buffer.AsSpan(_cells[0].Start, start + length - _cells[0].Start));
        }
    }

    /// <summary>Closes the file; nothing can be read any more.</summary>
    public void Dispose()
    {
        _stream.Dispose();
        _cells.Clear();
        if (_buffer.Length > 0) ArrayPool<byte>.Shared.Return(_buffer);
        (_buffer, _rowStart, _rowEnd, _filled, _isAtEnd) = ([], 0, 0, 0, true);
    }

    private void Split(int end)
    {
        _cells.Clear();
        for (var start = _rowStart; ;)
        {
            var tab = _buffer.AsSpan(start, end - start).IndexOf((byte)'\t');
            _cells.Add((start, tab < 0 ? end - start : tab));
            if (tab < 0) return;
            start += tab + 1;
        }
    }

    /// <summary>Finds where the row ends and sets where the next one begins; −1 when there is none.</summary>
    private int FindLineEnd()
    {
        IsCut = false;
        for (var searched = _rowStart; ;)
        {
            var feed = _buffer.AsSpan(searched, _filled - searched).IndexOf((byte)'\n');
            if (feed >= 0)
            {
                _rowEnd = searched + feed + 1;
                return searched + feed;
            }

            searched = _filled;
            if (_filled - _rowStart >= LongestRow) return SkipRest();
            var moved = _rowStart;
            if (!Fill())
            {
                _rowEnd = _filled;
                return _filled > _rowStart ? _filled : -1;
            }

            searched -= moved - _rowStart;
        }
    }

    /// <summary>Passes over the rest of an overlong row; its beginning stays in the buffer.</summary>
    private int SkipRest()
    {
        IsCut = true;
        var end = _rowStart + LongestRow;
        while (true)
        {
            var feed = _buffer.AsSpan(end, _filled - end).IndexOf((byte)'\n');
            if (feed >= 0 || _isAtEnd)
            {
                _rowEnd = feed >= 0 ? end + feed + 1 : _filled;
                return end;
            }

            _passedOver += _filled - end;
            _filled = end;
            Append();
        }
    }

    /// <summary>Moves the unread bytes to the front, makes room and reads more; whether there was more.</summary>
    private bool Fill()
    {
        if (_isAtEnd) return false;
        if (_rowStart > 0)
        {
            _buffer.AsSpan(_rowStart, _filled - _rowStart).CopyTo(_buffer);
            _bufferOffset += _rowStart;
            _filled -= _rowStart;
            _rowStart = 0;
        }

        return Append();
    }

    private void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
        _buffer.AsSpan(0, _filled).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }

    private bool Append()
    {
        if (_filled == _buffer.Length) Grow();
        var count = _stream.Read(_buffer, _filled, _buffer.Length - _filled);
        _isAtEnd = count == 0;
        _filled += count;
        return count > 0;
    }
}
