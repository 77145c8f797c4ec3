namespace Pons.Formats;

/// <summary>The part of a file of data records that is held in memory for some signals with equally many samples a record.</summary>
internal sealed class RecordWindow
{
    /// <summary>Bytes held at a time: so much of many records or of a very long one, or one record that is not much longer.</summary>
    private const int WindowBytes = 1 << 20, LongestWhole = 1 << 21;

    private readonly Stream _file;
    private readonly RecordLayout _layout;
    private readonly int _samplesPerRecord;
    private readonly long[] _offsets;
    private readonly int[] _sampleBytes;
    private readonly int[] _windowOffsets;
    private byte[] _window = [];
    private long _windowStart;
    private long _windowCount;
    private int _rowsPerPart;
    private int _partBytes;

    /// <summary>Holds nothing yet.</summary>
    /// <param name="file">The seekable file.</param>
    /// <param name="layout">Where its records lie.</param>
    /// <param name="samplesPerRecord">Samples of each signal in a record.</param>
    /// <param name="offsets">Where each signal begins in a record, in bytes.</param>
    /// <param name="sampleBytes">Bytes of a sample of each signal.</param>
    public RecordWindow(Stream file, RecordLayout layout, int samplesPerRecord, long[] offsets, int[] sampleBytes)
    {
        (_file, _layout, _samplesPerRecord, _offsets, _sampleBytes) = (file, layout, samplesPerRecord, offsets, sampleBytes);
        _windowOffsets = new int[offsets.Length];
    }

    /// <summary>Samples from one on, at least one and at most as many as wanted.</summary>
    /// <param name="firstStored">Index of the first, counting stored samples only; it exists.</param>
    /// <param name="wanted">How many.</param>
    /// <exception cref="RecordingFormatException">The file cannot be read any more.</exception>
    public RecordPart At(long firstStored, int wanted)
    {
        if (firstStored < _windowStart || firstStored >= _windowStart + _windowCount) Load(firstStored);
        var inWindow = firstStored - _windowStart;
        var (part, row) = ((int)(inWindow / _rowsPerPart), (int)(inWindow % _rowsPerPart));
        var rows = (int)Math.Min(Math.Min(_rowsPerPart - row, _windowCount - inWindow), wanted);
        return new(_window.AsSpan(part * _partBytes, _partBytes), _windowOffsets, row, rows);
    }

    private void Load(long firstStored)
    {
        try
        {
            ObjectDisposedException.ThrowIf(!_file.CanRead, this);
            if (_layout.RecordBytes <= LongestWhole) LoadRecords(firstStored / _samplesPerRecord);
            else LoadPart(firstStored);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            _windowCount = 0;
            throw new RecordingFormatException(_layout.File, null, "The samples cannot be read any more.",
                "The file was closed or cut short since it was opened.", "Open the recording again.", e);
        }
    }

    /// <summary>Whole records, as many as fit the window.</summary>
    private void LoadRecords(long record)
    {
        var count = Math.Min(Math.Max(1, WindowBytes / _layout.RecordBytes), _layout.RecordCount - record);
        _partBytes = (int)_layout.RecordBytes;
        _rowsPerPart = _samplesPerRecord;
        Fit((int)count * _partBytes);
        _file.Position = _layout.Start + record * _layout.RecordBytes;
        _file.ReadExactly(_window.AsSpan(0, (int)count * _partBytes));
        for (var c = 0; c < _offsets.Length; c++) _windowOffsets[c] = (int)_offsets[c];
        (_windowStart, _windowCount) = (record * _samplesPerRecord, count * _samplesPerRecord);
    }

    /// <summary>A part of one long record: the same stretch of every signal.</summary>
    private void LoadPart(long firstStored)
    {
        var (record, row) = (firstStored / _samplesPerRecord, (int)(firstStored % _samplesPerRecord));
        var rowBytes = _sampleBytes.Sum();
        var rows = Math.Min(_samplesPerRecord - row, Math.Max(1, WindowBytes / rowBytes));
        Fit(rows * rowBytes);
        var at = 0;
        for (var c = 0; c < _offsets.Length; c++)
        {
            _windowOffsets[c] = at;
            _file.Position = _layout.Start + record * _layout.RecordBytes + _offsets[c] + row * (long)_sampleBytes[c];
            _file.ReadExactly(_window.AsSpan(at, rows * _sampleBytes[c]));
            at += rows * _sampleBytes[c];
        }

        (_partBytes, _rowsPerPart) = (at, rows);
        (_windowStart, _windowCount) = (firstStored, rows);
    }

    private void Fit(int bytes)
    {
        if (_window.Length < bytes) _window = GC.AllocateUninitializedArray<byte>(bytes);
    }
}
