using System.Collections.Immutable;

namespace Pons.Formats.Edf;

/// <summary>The header of a file of the EDF family (EDF, EDF+, BDF, BDF+); every field kept in the words of the file.</summary>
public sealed record EdfHeader : RecordingHeader
{
    /// <summary>Which of the three layouts the file has.</summary>
    public EdfKind Kind { get; init; }

    /// <summary>Start date as written, <c>dd.mm.yy</c>.</summary>
    public string StartDateText { get; init; } = "";

    /// <summary>Start time as written, <c>hh.mm.ss</c>.</summary>
    public string StartTimeText { get; init; } = "";

    /// <summary>The reserved field, which names EDF+ or BDF+.</summary>
    public string Reserved { get; init; } = "";

    /// <summary>Length of the header in bytes, 256 for each signal and 256 more.</summary>
    public int HeaderBytes { get; init; }

    /// <summary>Number of data records as written; −1 when the recorder did not close the file.</summary>
    public long StatedRecordCount { get; init; }

    /// <summary>Number of whole data records that are read.</summary>
    public long RecordCount { get; init; }

    /// <summary>Length of a data record in seconds; 0 when the file holds annotations only.</summary>
    public double RecordDurationSeconds { get; init; }

    /// <summary>Every signal, annotations included, in the order of the file.</summary>
    public ImmutableArray<EdfSignal> Signals { get; init; } = [];

    /// <summary>Bytes of a sample: 2 in EDF, 3 in BDF.</summary>
    public int SampleBytes { get; init; } = 2;

    /// <summary>Length of a data record in bytes.</summary>
    public long RecordBytes => Signals.Sum(s => (long)s.SamplesPerRecord) * SampleBytes;

    /// <summary>Where each signal begins in a record, in bytes.</summary>
    internal long[] SignalOffsets()
    {
        var (offsets, at) = (new long[Signals.Length], 0L);
        for (var i = 0; i < offsets.Length; i++)
        {
            offsets[i] = at;
            at += Signals[i].SamplesPerRecord * (long)SampleBytes;
        }

        return offsets;
    }
}
