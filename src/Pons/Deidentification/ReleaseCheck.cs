using System.Runtime.InteropServices;
using Pons.Formats;

namespace Pons.Deidentification;

/// <summary>Reads what was written as a stranger would: nothing that points to a person may be found, and every sample must be the same.</summary>
internal sealed class ReleaseCheck(ScrubPlan plan)
{
    private const int ValuesPerBlock = 1 << 16;

    private readonly ByteSearch _search = new(plan.Known);

    /// <summary>Searches the raw bytes of a file for every known word.</summary>
    public void SearchBytes(Stream file, string name, IReadOnlyList<ScrubbedFiles.SampleRange> samples, Scribe scribe)
    {
        foreach (var (at, word) in _search.Find(file, samples))
            scribe.Findings.Add(new($"bytes of {Path.GetExtension(name)}", at, word.Rule.Id, word.Rule.Kind, IdentityAction.Report, IdentityCertainty.Certain,
                word.Text.Length, plan.Hash(word.Text), 1));
    }

    /// <summary>Searches everything that the reader of the format says of the recording.</summary>
    public static void SearchTexts(Recording recording, Scribe scribe)
    {
        var header = recording.Header;
        scribe.Text("subject, read again", null, header.Subject);
        scribe.Text("description, read again", null, header.Description);
        scribe.Text("device, read again", null, header.Device);
        foreach (var field in header.Fields)
        {
            scribe.Text("header field, read again", null, field.Name);
            scribe.Text("header field, read again", null, field.Value);
        }

        foreach (var stream in recording.Streams)
        {
            scribe.Text("stream name, read again", null, stream.Info.Name);
            foreach (var channel in stream.Info.Channels)
                scribe.Text("channel, read again", null, string.Join('\n', channel.Label, channel.Unit, channel.Reference));
            foreach (var detail in stream.Details)
                scribe.Text("channel, read again", null, string.Join('\n', detail.SourceLabel, detail.Filtering, detail.Sensor));
        }

        foreach (var marker in recording.Markers)
        {
            scribe.Text("marker, read again", null, marker.Label);
            scribe.Text("marker, read again", null, marker.Kind);
        }

        if (header.StartTime is not { } start) return;
        scribe.Date("start, read again", null, DateOnly.FromDateTime(start));
        // A fraction of a second tells nothing and may be the offset of the first sample.
        scribe.TimeOfDay("start, read again", null, TimeOnly.FromTimeSpan(TimeSpan.FromSeconds(Math.Floor(start.TimeOfDay.TotalSeconds))));
    }

    /// <summary>Compares every sample bit by bit.</summary>
    /// <returns>How many samples were compared: channels times samples.</returns>
    /// <exception cref="RecordingFormatException">They differ.</exception>
    public static long CompareSamples(Recording before, Recording after, CancellationToken cancellation)
    {
        var compared = 0L;
        if (before.Streams.Length != after.Streams.Length)
            throw Differs(after, $"{after.Streams.Length} streams instead of {before.Streams.Length}");
        for (var s = 0; s < before.Streams.Length; s++)
        {
            var (one, other) = (before.Streams[s], after.Streams[s]);
            if (one.Info.ChannelCount != other.Info.ChannelCount || !Stretches(one).SequenceEqual(Stretches(other)))
                throw Differs(after, $"another number of channels or samples in stream {s + 1}");
            compared += Compare(one, other, after, cancellation);
        }

        return compared;
    }

    private static IEnumerable<(long, long)> Stretches(RecordedStream stream) => stream.Segments.Select(s => (s.FirstSampleIndex, s.SampleCount));

    private static long Compare(RecordedStream one, RecordedStream other, Recording after, CancellationToken cancellation)
    {
        var width = one.Info.ChannelCount;
        if (width == 0) return 0;
        var (a, b) = (new double[Math.Max(1, ValuesPerBlock / width) * width], new double[Math.Max(1, ValuesPerBlock / width) * width]);
        foreach (var segment in one.Segments)
            for (var first = segment.FirstSampleIndex; first < segment.EndSampleIndex;)
            {
                cancellation.ThrowIfCancellationRequested();
                var count = (int)Math.Min(a.Length / width, segment.EndSampleIndex - first);
                one.Read(first, a.AsSpan(0, count * width));
                other.Read(first, b.AsSpan(0, count * width));
                if (!MemoryMarshal.Cast<double, long>(a.AsSpan(0, count * width)).SequenceEqual(MemoryMarshal.Cast<double, long>(b.AsSpan(0, count * width))))
                    throw Differs(after, $"other values between sample {first} and {first + count} of a stream");
                first += count;
            }

        return one.StoredCount * width;
    }

    private static RecordingFormatException Differs(Recording after, string what) => new(
        after.Header.File, null, $"The rewritten recording holds {what}.", "De-identification must not change a sample.", "Report this; the file is not released.");
}
