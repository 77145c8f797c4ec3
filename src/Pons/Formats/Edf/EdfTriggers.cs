using System.Globalization;
using Pons.Streams;

namespace Pons.Formats.Edf;

/// <summary>Reads the triggers that stand in the samples of a signal, where the format says how.</summary>
internal sealed class EdfTriggers(Stream file, EdfHeader header, EdfTimeline timeline)
{
    private const int BlockBytes = 1 << 18;
    private readonly byte[] _block = new byte[BlockBytes];

    /// <summary>The triggers of one signal as markers; what else it says goes into the two lists.</summary>
    public IEnumerable<RecordedMarker> Of(int signal, EdfTriggerScan scan, ICollection<HeaderField> fields, ICollection<string> warnings)
    {
        var samples = header.Signals[signal].SamplesPerRecord;
        var rate = samples / header.RecordDurationSeconds;
        var offset = header.Signals.Take(signal).Sum(s => (long)s.SamplesPerRecord) * header.SampleBytes;
        for (var record = 0L; record < header.RecordCount; record++)
            Read(header.HeaderBytes + record * header.RecordBytes + offset, record * samples, samples, scan);
        scan.Report(rate, fields, warnings);
        return Markers(scan, samples, rate);
    }

    /// <summary>Triggers and stretches are both in order, so that each is passed once.</summary>
    private IEnumerable<RecordedMarker> Markers(EdfTriggerScan scan, int samplesPerRecord, double rate)
    {
        var stretches = timeline.Stretches.ToList();
        var current = 0;
        foreach (var (sample, code) in scan.Triggers)
        {
            while (current + 1 < stretches.Count && stretches[current + 1].FirstRecord <= sample / samplesPerRecord) current++;
            var (first, _, start) = stretches[current];
            yield return new(start + Duration.OfSamples(sample - first * samplesPerRecord, rate), code.ToString(CultureInfo.InvariantCulture))
            {
                Kind = scan.Kind,
            };
        }
    }

    private void Read(long position, long firstStored, int samples, EdfTriggerScan scan)
    {
        var width = header.SampleBytes;
        file.Position = position;
        for (var done = 0; done < samples;)
        {
            var count = Math.Min(samples - done, BlockBytes / width);
            var bytes = _block.AsSpan(0, count * width);
            file.ReadExactly(bytes);
            for (var i = 0; i < count;)
            {
                var rest = bytes[(i * width)..];
                // How far the bytes equal those one sample earlier: so long the number stays the same.
                var same = 1 + rest[width..].CommonPrefixLength(rest) / width;
                scan.Add(EdfNumber.Read(rest, width), firstStored + done + i, same);
                i += same;
            }

            done += count;
        }
    }
}
