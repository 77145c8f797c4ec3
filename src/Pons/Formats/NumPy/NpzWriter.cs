using System.Globalization;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;

namespace Pons.Formats.NumPy;

/// <summary>Writes a recording as arrays in a ZIP file, not compressed, so that any sample can be reached.</summary>
internal sealed class NpzWriter(ZipArchive archive, Recording content, CreationOptions options, CancellationToken cancellation)
{
    /// <summary>The first moment that a ZIP file can state: the same recording gives the same bytes.</summary>
    private static readonly DateTimeOffset Always = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Writes everything.</summary>
    public CreationReport Write(string file)
    {
        var streams = content.Streams.Where(s => s.StoredCount > 0).ToList();
        if (streams.Count == 0)
            throw new RecordingFormatException(file, null, "The recording holds no sample.", "The archive would hold no array of samples.",
                "Write the markers to a format that needs no signal, such as EDF+.");
        var losses = new List<ChannelLoss>();
        for (var i = 0; i < streams.Count; i++)
            losses.AddRange(WriteStream(streams[i], i == 0 ? "" : FormattableString.Invariant($"_{i + 1}")));
        if (!content.Markers.IsEmpty) WriteMarkers();
        if (content.Header.StartTime is { } start)
            WriteWords("start_time", [start.ToString("O", CultureInfo.InvariantCulture)], isSingle: true);
        return new([.. losses], [.. content.Streams.Except(streams)
            .Select(s => $"Stream '{s.Info.Name}' holds no sample and is left out.")]);
    }

    private IEnumerable<ChannelLoss> WriteStream(RecordedStream stream, string suffix)
    {
        var writer = new NpyWriter(stream, options, hasGaps: false, cancellation);
        using (var data = Begin("data" + suffix)) writer.Write(data);
        WriteNumbers("rate_hz" + suffix, "<f8", [], [stream.Info.RateHz ?? double.NaN]);
        WriteWords("labels" + suffix, [.. stream.Info.Channels.Select(c => c.Label)]);
        WriteWords("units" + suffix, [.. stream.Info.Channels.Select(c => c.Unit)]);
        WriteWords("kinds" + suffix, [.. stream.Info.Channels.Select(c => c.Kind.ToString())]);
        WriteWords("references" + suffix, [.. stream.Info.Channels.Select(c => c.Reference ?? "")]);
        WriteNumbers<long>("segments" + suffix, "<i8", [stream.Segments.Length, 2],
            [.. stream.Segments.SelectMany(s => new[] { s.FirstSampleIndex, s.SampleCount })]);
        if (stream.Info.RateHz is null) WriteTimes("times_s" + suffix, stream);
        return writer.Losses;
    }

    private void WriteTimes(string name, RecordedStream stream)
    {
        using var array = Begin(name);
        array.Write(NpyWriter.Header("<f8", false, stream.StoredCount));
        foreach (var segment in stream.Segments)
            for (var n = segment.FirstSampleIndex; n < segment.EndSampleIndex; n++)
            {
                cancellation.ThrowIfCancellationRequested();
                var seconds = stream.TimeOf(n).Seconds;
                array.Write(MemoryMarshal.AsBytes(new Span<double>(ref seconds)));
            }
    }

    private void WriteMarkers()
    {
        long[] shape = [content.Markers.Length];
        WriteNumbers("marker_onset_s", "<f8", shape, content.Markers.Select(m => m.Onset.Seconds).ToArray());
        WriteNumbers("marker_length_s", "<f8", shape, content.Markers.Select(m => m.Length?.Seconds ?? double.NaN).ToArray());
        WriteWords("marker_labels", [.. content.Markers.Select(m => m.Label)]);
        if (content.Markers.Any(m => m.Kind.Length > 0)) WriteWords("marker_kinds", [.. content.Markers.Select(m => m.Kind)]);
        if (content.Markers.Any(m => m.Channel is not null))
            WriteWords("marker_channels", [.. content.Markers.Select(m => m.Channel ?? "")]);
    }

    private void WriteNumbers<T>(string name, string type, long[] shape, T[] numbers)
        where T : unmanaged
    {
        using var array = Begin(name);
        array.Write(NpyWriter.Header(type, false, shape));
        array.Write(MemoryMarshal.AsBytes(numbers.AsSpan()));
    }

    /// <summary>Words as NumPy has them: all of one length, four bytes a letter, filled up with zeros.</summary>
    private void WriteWords(string name, string[] words, bool isSingle = false)
    {
        var letters = words.Select(Encoding.UTF32.GetBytes).ToList();
        var longest = Math.Max(4, letters.Select(l => l.Length).DefaultIfEmpty(4).Max());
        using var array = Begin(name);
        array.Write(NpyWriter.Header(FormattableString.Invariant($"<U{longest / 4}"), false, isSingle ? [] : [words.Length]));
        foreach (var word in letters)
        {
            array.Write(word);
            array.Write(new byte[longest - word.Length]);
        }
    }

    private Stream Begin(string name)
    {
        var entry = archive.CreateEntry(name + ".npy", CompressionLevel.NoCompression);
        entry.LastWriteTime = Always;
        return entry.Open();
    }
}
