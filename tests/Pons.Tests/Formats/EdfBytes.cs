using System.Buffers.Binary;
using System.Text;

namespace Pons.Tests.Formats;

/// <summary>Lays out EDF and BDF files byte by byte, without the writer of the product, right and wrong ones.</summary>
internal sealed record EdfBytes
{
    public sealed record Signal(string Label, int SamplesPerRecord, string Unit = "uV", string PhysicalMinimum = "-3276.8",
        string PhysicalMaximum = "3276.7", string DigitalMinimum = "-32768", string DigitalMaximum = "32767");

    public List<Signal> Signals { get; init; } = [new("EEG C3", 4), new("EEG Cz", 4), new("Resp", 2, "")];
    public string Reserved { get; init; } = "EDF+C";
    public string Records { get; init; } = "3";
    public string Duration { get; init; } = "1";
    public string StartDate { get; init; } = "02.03.04";
    public string StartTime { get; init; } = "05.06.07";
    public string Patient { get; init; } = "X X X X";
    public string Recording { get; init; } = "Startdate 02-MAR-2004 X X X";
    public int? HeaderBytes { get; init; }
    public string? SignalCount { get; init; }

    /// <summary>Annotation bytes of each record; null means a file without annotation signal.</summary>
    public Func<int, byte[]>? Annotations { get; init; } = r => Tal($"+{r}\u0014\u0014\0");
    public int AnnotationSamples { get; init; } = 20;
    public int StoredRecords { get; init; } = 3;
    /// <summary>Whether samples have 24 bits and the words of the header are those of BDF.</summary>
    public bool IsBdf { get; init; }
    public Func<int, int, int> Sample { get; init; } = (signal, n) => 1000 * signal + n;

    public static byte[] Tal(string text) => Encoding.UTF8.GetBytes(text);

    public static implicit operator byte[](EdfBytes file) => file.ToBytes();

    public byte[] ToBytes()
    {
        var signals = Annotations is null ? Signals : [.. Signals, new($"{(IsBdf ? "BDF" : "EDF")} Annotations", AnnotationSamples, "", "-1", "1")];
        var text = new StringBuilder();
        void Put(string value, int width) => text.Append(value.PadRight(width)[..width]);
        Put(IsBdf ? "\u00FFBIOSEMI" : "0", 8);
        Put(Patient, 80);
        Put(Recording, 80);
        Put(StartDate, 8);
        Put(StartTime, 8);
        Put($"{HeaderBytes ?? 256 * (signals.Count + 1)}", 8);
        Put(IsBdf ? Reserved.Replace("EDF", "BDF", StringComparison.Ordinal) : Reserved, 44);
        Put(Records, 8);
        Put(Duration, 8);
        Put(SignalCount ?? $"{signals.Count}", 4);
        foreach (var s in signals) Put(s.Label, 16);
        foreach (var _ in signals) Put("AgAgCl", 80);
        foreach (var s in signals) Put(s.Unit, 8);
        foreach (var s in signals) Put(s.PhysicalMinimum, 8);
        foreach (var s in signals) Put(s.PhysicalMaximum, 8);
        foreach (var s in signals) Put(s.DigitalMinimum, 8);
        foreach (var s in signals) Put(s.DigitalMaximum, 8);
        foreach (var _ in signals) Put("HP:0.1Hz", 80);
        foreach (var s in signals) Put($"{s.SamplesPerRecord}", 8);
        foreach (var _ in signals) Put("", 32);
        using var file = new MemoryStream();
        file.Write(Encoding.Latin1.GetBytes(text.ToString()));
        for (var r = 0; r < StoredRecords; r++) WriteRecord(file, r);
        return file.ToArray();
    }

    private void WriteRecord(MemoryStream file, int record)
    {
        Span<byte> four = stackalloc byte[4];
        var width = IsBdf ? 3 : 2;
        for (var s = 0; s < Signals.Count; s++)
            for (var i = 0; i < Signals[s].SamplesPerRecord; i++)
            {
                BinaryPrimitives.WriteInt32LittleEndian(four, Sample(s, record * Signals[s].SamplesPerRecord + i));
                file.Write(four[..width]);
            }

        if (Annotations is null) return;
        var annotations = new byte[AnnotationSamples * width];
        Annotations(record).CopyTo(annotations, 0);
        file.Write(annotations);
    }
}
