using System.Buffers.Text;

namespace Pons.Formats.Curry;

/// <summary>Samples that are written as text, one line a sample; knows where every so-manieth line begins.</summary>
internal sealed class CurryTable
{
    /// <summary>Between two known lines; what lies between is read again.</summary>
    private const int LinesBetween = 1024;

    private const int WindowBytes = 1 << 16;

    private readonly Stream _file;
    private readonly string _name;
    private readonly int _channels, _columnsSkipped;
    private readonly List<long> _lineStarts = [];
    private byte[] _buffer = new byte[WindowBytes];
    private int _start, _end;
    private long _nextLine, _bufferAt;

    public CurryTable(Stream file, string name, int channels, int linesSkipped, int columnsSkipped)
    {
        (_file, _name, _channels, _columnsSkipped) = (file, name, channels, Math.Max(0, columnsSkipped));
        Restart(0, 0);
        while (linesSkipped-- > 0 && TryTakeLine(out _))
        {
            // What stands before the samples is no sample.
        }

        while (true)
        {
            var at = _bufferAt + _start;
            if (!TryReadLine(out _)) break;
            if ((_nextLine - 1) % LinesBetween == 0) _lineStarts.Add(at);
        }

        Count = _nextLine;
    }

    /// <summary>How many lines hold samples.</summary>
    public long Count { get; }

    /// <summary>Reads the numbers of lines [sample × channel].</summary>
    public void Read(long firstLine, Span<double> values)
    {
        if (_nextLine > firstLine || firstLine - _nextLine > LinesBetween)
            Restart(_lineStarts[(int)(firstLine / LinesBetween)], firstLine / LinesBetween * LinesBetween);
        while (_nextLine < firstLine && TryReadLine(out _))
        {
            // Between the known line and the first.
        }

        for (; !values.IsEmpty; values = values[_channels..])
        {
            if (!TryReadLine(out var line)) throw Fault("The file ends before its last sample.", "It was cut short since it was opened.");
            Parse(line, values[.._channels]);
        }
    }

    private void Parse(ReadOnlySpan<byte> line, Span<double> values)
    {
        var column = -_columnsSkipped;
        while (column < values.Length)
        {
            line = line.TrimStart(" \t"u8);
            if (line.IsEmpty) throw Fault($"Line {_nextLine} of the samples has {column} numbers instead of {values.Length}.",
                "The channels cannot be told apart.");
            var end = line.IndexOfAny(" \t"u8);
            var word = end < 0 ? line : line[..end];
            if (column >= 0) values[column] = Number(word);
            column++;
            line = end < 0 ? [] : line[end..];
        }
    }

    private double Number(ReadOnlySpan<byte> word)
    {
        Span<byte> copy = stackalloc byte[64];
        if (word.Length <= copy.Length)
        {
            word.CopyTo(copy);
            copy = copy[..word.Length];
            copy.Replace((byte)',', (byte)'.');
            if (Utf8Parser.TryParse(copy, out double value, out var used) && used == word.Length) return value;
        }

        throw Fault($"Line {_nextLine} of the samples holds a word of {word.Length} letters that is no number.",
            "The sample has no value.");
    }

    private void Restart(long at, long line) => (_bufferAt, _start, _end, _nextLine) = (at, 0, 0, line);

    /// <summary>The next line that is not empty.</summary>
    private bool TryReadLine(out ReadOnlySpan<byte> line)
    {
        while (TryTakeLine(out line))
        {
            if (line.Trim(" \t\r\0"u8).IsEmpty) continue;
            line = line.TrimEnd("\r"u8);
            _nextLine++;
            return true;
        }

        return false;
    }

    private bool TryTakeLine(out ReadOnlySpan<byte> line)
    {
        var searched = _start;
        while (true)
        {
            var end = _buffer.AsSpan(searched, _end - searched).IndexOf((byte)'\n');
            if (end >= 0)
            {
                line = _buffer.AsSpan(_start, searched - _start + end);
                _start = searched + end + 1;
                return true;
            }

            searched = _end - _start;
            if (Fill())
            {
                searched += _start;
                continue;
            }

            line = _buffer.AsSpan(_start, _end - _start);
            _start = _end;
            return !line.IsEmpty;
        }
    }

    /// <summary>Moves what is left to the front and adds what follows; a line may be as long as its numbers need, and no longer.</summary>
    private bool Fill()
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_bufferAt, _end, _start) = (_bufferAt + _start, _end - _start, 0);
        if (_end == _buffer.Length)
        {
            if (_buffer.Length > Math.Max(WindowBytes, 64L * (_channels + _columnsSkipped)))
                throw Fault($"Line {_nextLine + 1} of the samples has more than {_buffer.Length} bytes.",
                    "No line of so many numbers is as long: it is no text.");
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        try
        {
            ObjectDisposedException.ThrowIf(!_file.CanRead, this);
            _file.Position = _bufferAt + _end;
            var read = _file.Read(_buffer, _end, _buffer.Length - _end);
            _end += read;
            return read > 0;
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            Restart(0, 0);
            throw new RecordingFormatException(_name, null, "The samples cannot be read any more.",
                "The file was closed or cut short since it was opened.", "Open the recording again.", e);
        }
    }

    private RecordingFormatException Fault(string what, string why) =>
        new(_name, _bufferAt + _start, what, why, "Export the recording again.");
}
