namespace Pons.Formats.Edf;

/// <summary>Reads the annotation signals of all records; small records many at a time, of large ones only the annotations.</summary>
internal sealed class EdfAnnotationReader(Stream file, EdfHeader header, List<string> warnings)
{
    private const int BlockBytes = 1 << 18, SkipFromBytes = 1 << 13, LongestBytes = 1 << 26;
    private readonly HashSet<EdfAnnotationFault> _mended = [];
    private readonly List<EdfAnnotation> _texts = [];
    private readonly List<EdfAnnotation> _ofPlace = [];
    private decimal? _onset;

    /// <summary>Every text of every record, in the order of the file.</summary>
    /// <param name="timeline">Gets the time of each record, and is completed.</param>
    public List<EdfAnnotation> Read(EdfTimeline timeline)
    {
        var places = Places();
        if (places.Count > 0 && header.RecordBytes <= SkipFromBytes) ReadTogether(places, timeline);
        else if (places.Count > 0) ReadApart(places, timeline);
        timeline.Complete();
        Report();
        return _texts;
    }

    private List<(long Offset, int Length)> Places()
    {
        var places = new List<(long, int)>();
        var offset = 0L;
        foreach (var signal in header.Signals)
        {
            var length = signal.SamplesPerRecord * (long)header.SampleBytes;
            if (signal.IsAnnotations && length > 0 && header.RecordCount > 0)
                places.Add((offset, length <= LongestBytes ? (int)length : throw TooLong(signal, length)));
            offset += length;
        }

        return places;
    }

    private RecordingFormatException TooLong(EdfSignal signal, long length) => new(header.File, null,
        $"The signal '{signal.Label}' has {length} bytes in each record; at most {LongestBytes} are read.",
        "So many annotations in one record are none.", "Export the recording again.");

    private void ReadTogether(List<(long Offset, int Length)> places, EdfTimeline timeline)
    {
        var recordBytes = (int)header.RecordBytes;
        var perBlock = (int)Math.Min(header.RecordCount, BlockBytes / recordBytes);
        var block = new byte[perBlock * recordBytes];
        file.Position = header.HeaderBytes;
        for (var record = 0L; record < header.RecordCount; record += perBlock)
        {
            var count = (int)Math.Min(perBlock, header.RecordCount - record);
            file.ReadExactly(block.AsSpan(0, count * recordBytes));
            for (var i = 0; i < count; i++)
            {
                for (var p = 0; p < places.Count; p++)
                    Add(block.AsSpan(i * recordBytes + (int)places[p].Offset, places[p].Length), record + i, p, places[p].Offset);
                timeline.Add(_onset);
            }
        }
    }

    private void ReadApart(List<(long Offset, int Length)> places, EdfTimeline timeline)
    {
        var bytes = new byte[places.Max(p => p.Length)];
        for (var record = 0L; record < header.RecordCount; record++)
        {
            for (var p = 0; p < places.Count; p++)
            {
                file.Position = header.HeaderBytes + record * header.RecordBytes + places[p].Offset;
                file.ReadExactly(bytes.AsSpan(0, places[p].Length));
                Add(bytes.AsSpan(0, places[p].Length), record, p, places[p].Offset);
            }

            timeline.Add(_onset);
        }
    }

    /// <summary>The first text of the first place is empty and keeps the time of the record; so are others without a meaning.</summary>
    private void Add(ReadOnlySpan<byte> bytes, long record, int place, long offsetInRecord)
    {
        _ofPlace.Clear();
        var fault = EdfAnnotationList.Parse(bytes, _ofPlace, _mended);
        if (fault >= 0) Refuse(bytes[fault..], record, header.HeaderBytes + record * header.RecordBytes + offsetInRecord + fault);
        if (place == 0) _onset = _ofPlace.Count > 0 && _ofPlace[0].Text.Length == 0 ? _ofPlace[0].OnsetSeconds : null;
        foreach (var annotation in _ofPlace)
            if (annotation.Text.Length > 0) _texts.Add(annotation);
    }

    private void Refuse(ReadOnlySpan<byte> found, long record, long offset)
    {
        var suspicion = $"The annotations of record {record} do not start with '+' or '-' and a time.";
        EdfDamage.ThrowIfKnown(file, header, suspicion);
        throw new RecordingFormatException(header.File, offset,
            $"{suspicion} Found were the bytes {Convert.ToHexString(found[..Math.Min(8, found.Length)])} in hexadecimal.",
            "When the samples of this record were taken, and whether they stand where they should, is unknown.",
            "Copy the file again from where it was recorded; if it is the same there, export it again.");
    }

    private void Report()
    {
        if (_mended.Contains(EdfAnnotationFault.NoEnd))
            warnings.Add("Some annotations are not closed by the bytes 14 00: they are taken to end with their list.");
        if (_mended.Contains(EdfAnnotationFault.NotUtf8))
            warnings.Add("Some annotations are not UTF-8: they are read as Latin-1.");
    }
}
