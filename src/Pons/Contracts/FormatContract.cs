using Pons.Formats;

namespace Pons.Contracts;

/// <summary>The promises of a <see cref="RecordingFormat"/>, put to the test on one valid file. Knows no test framework.</summary>
public sealed class FormatContract
{
    private const int LongestRead = 1 << 16;
    private static readonly int[] BlockSizes = [1, 7, 160, LongestRead];
    private readonly RecordingFormat _format;
    private readonly string _name;
    private readonly IReadOnlyDictionary<string, byte[]> _files;

    /// <summary>Chooses the format and a valid file of it.</summary>
    /// <param name="format">The format.</param>
    /// <param name="file">The bytes of a valid file, best a small one with samples and markers.</param>
    public FormatContract(RecordingFormat format, byte[] file)
        : this(format, "contract" + format?.Extensions.FirstOrDefault(), file)
    {
    }

    /// <summary>Chooses the format and a valid recording of several files.</summary>
    /// <param name="format">The format.</param>
    /// <param name="name">Name of the file that stands for the recording; a name that is none of the files stands for the folder.</param>
    /// <param name="files">The bytes of all files by name.</param>
    public FormatContract(RecordingFormat format, string name, IReadOnlyDictionary<string, byte[]> files)
    {
        ArgumentNullException.ThrowIfNull(format);
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(files);
        (_format, _name, _files) = (format, name, files);
    }

    private FormatContract(RecordingFormat format, string name, byte[] file)
        : this(format, name, new Dictionary<string, byte[]>(StringComparer.Ordinal) { [name] = file ?? throw new ArgumentNullException(nameof(file)) })
    {
    }

    /// <summary>Checks every promise; returns when all are kept.</summary>
    /// <exception cref="ContractBreach">A promise is broken.</exception>
    public void Verify()
    {
        VerifyName();
        VerifyRecognition();
        VerifyHeader();
        VerifyReading();
        VerifyMarkers();
        VerifyClosing();
        VerifyDamage();
    }

    /// <summary>
    /// Checks that what is written reads back: streams, sample indices, gaps, markers, and values within the reported loss.
    /// </summary>
    /// <param name="content">A recording that the format can hold without changing labels or cutting texts.</param>
    /// <param name="folder">An existing folder for the file; what was written is deleted again.</param>
    /// <exception cref="ContractBreach">A promise is broken.</exception>
    public void VerifyCreation(Recording content, string folder)
    {
        ArgumentNullException.ThrowIfNull(content);
        var path = Path.Combine(folder, $"contract-{Guid.NewGuid():N}{_format.Extensions[0]}");
        try
        {
            var report = _format.Create(path, content);
            ContractBreach.ThrowUnless(!File.Exists(path + UnfinishedFiles.Suffix), "a finished file has its name.",
                "the partial file is still there.");
            using var read = _format.Open(path);
            VerifySame(content, read, report);
        }
        finally
        {
            foreach (var file in Directory.EnumerateFiles(folder, Path.GetFileNameWithoutExtension(path) + "*")) File.Delete(file);
        }
    }

    private Recording Open() => _format.Open(Files());

    private CountedFiles Files() => new(_name, _files);

    /// <summary>The recording with one of its files changed.</summary>
    private CountedFiles With(string name, byte[] bytes) =>
        new(_name, new Dictionary<string, byte[]>(_files, StringComparer.Ordinal) { [name] = bytes });

    private void VerifyName()
    {
        ContractBreach.ThrowUnless(!string.IsNullOrWhiteSpace(_format.Name), "a format has a name.", "it is empty.");
        foreach (var extension in _format.Extensions)
            ContractBreach.ThrowUnless(extension.Length > 1 && extension[0] == '.' && !extension.Any(char.IsUpper),
                "extensions are lower case and begin with a dot.", $"one is '{extension}'.");
        ContractBreach.ThrowUnless(_format.Extensions.Length > 0, "a format has an extension for new files.", "there is none.");
    }

    private void VerifyRecognition()
    {
        ContractBreach.ThrowUnless(_format.Recognise(Files()), "a format recognises its files.", "a valid file was not recognised.");
        if (!_files.TryGetValue(_name, out var main)) return;
        ContractBreach.ThrowUnless(!_format.Recognise(With(_name, [])), "an empty file is of no format.", "it was recognised.");
        ContractBreach.ThrowUnless(!_format.Recognise(With(_name, new byte[RecordingFiles.RecognitionLength])), "zeros are of no format.",
            "they were recognised.");
        for (var length = 0; length < Math.Min(main.Length, 512); length++)
            Promised("recognising never throws, however short the file is.", With(_name, main[..length]), files => _format.Recognise(files));
    }

    private void VerifyHeader()
    {
        var files = Files();
        var header = _format.ReadHeader(files);
        ContractBreach.ThrowUnless(files.OpenCount == 0, "reading the header closes the files again.", $"{files.OpenCount} stayed open.");
        using var recording = Open();
        var streams = recording.Streams.Select(s => s.Info).ToList();
        ContractBreach.ThrowUnless(header.Streams.SequenceEqual(streams),
            "the header alone describes the same streams as the open recording.",
            $"it has {header.Streams.Length}, the recording {streams.Count}, or their descriptions differ.");
    }

    private void VerifyReading()
    {
        foreach (var size in BlockSizes)
        {
            using var recording = Open();
            foreach (var stream in recording.Streams) VerifyBlocks(stream, size);
        }
    }

    private static void VerifyBlocks(RecordedStream stream, int size)
    {
        var name = stream.Info.Name;
        var whole = stream.Read(0, (int)Math.Min(stream.SampleCount, LongestRead));
        var (end, width, markers) = (0L, stream.Info.ChannelCount, 0);
        foreach (var block in stream.ReadBlocks(size))
        {
            ContractBreach.ThrowUnless(block.FirstSampleIndex == end + block.MissingBefore,
                "blocks follow each other, and a missing sample is counted.",
                $"'{name}' has a block at {block.FirstSampleIndex} behind {end} with {block.MissingBefore} missing.");
            ContractBreach.ThrowUnless(block.SampleCount > 0 && block.SampleCount <= size,
                "a block has one to the asked number of samples.",
                $"'{name}' gave {block.SampleCount} for {size}.");
            ContractBreach.ThrowUnless(block.Markers.All(m => m.SampleIndex >= block.FirstSampleIndex
                && m.SampleIndex < block.EndSampleIndex),
                "markers lie in their block.", $"one of '{name}' does not, at {block.FirstSampleIndex}.");
            end = block.EndSampleIndex;
            markers += block.Markers.Length;
            if (end * width > whole.Length) break;
            var expected = whole.AsSpan((int)(block.FirstSampleIndex * width), block.Samples.Length);
            ContractBreach.ThrowUnless(SameBits(expected, block.Samples.Span), "a block and a reading at its place give the same bits.",
                $"'{name}' differs in the block of {size} at {block.FirstSampleIndex}.");
        }

        if (end != stream.SampleCount) return;
        var inside = stream.Markers.Count(m => stream.Segments.Any(s => s.Contains(m.SampleIndex)));
        ContractBreach.ThrowUnless(markers == inside, "every marker at a stored sample comes with exactly one block.",
            $"{markers} of {inside} came with '{name}'.");
    }

    private void VerifyMarkers()
    {
        using var recording = Open();
        ContractBreach.ThrowUnless(recording.Markers.Zip(recording.Markers.Skip(1)).All(p => p.First.Onset <= p.Second.Onset),
            "markers are in order of onset.", "they are not.");
        foreach (var stream in recording.Streams)
            ContractBreach.ThrowUnless(stream.Markers.Zip(stream.Markers.Skip(1)).All(p => p.First.SampleIndex <= p.Second.SampleIndex),
                "markers of a stream are in order of samples.", $"those of '{stream.Info.Name}' are not.");
    }

    private void VerifyClosing()
    {
        var files = Files();
        _format.Open(files).Dispose();
        ContractBreach.ThrowUnless(files.OpenCount == 0, "disposing a recording closes its files.", $"{files.OpenCount} stayed open.");
    }

    /// <summary>Cuts at many places, and single bytes turned over: a recording or the documented error, nothing else.</summary>
    private void VerifyDamage()
    {
        foreach (var (name, file) in _files)
            for (var part = 0; part < 64 && file.Length > 0; part++)
            {
                var length = (int)((long)file.Length * part / 64);
                Promised("a file that is cut off opens, or throws RecordingFormatException.", With(name, file[..length]), ReadAll);
                var turned = (byte[])file.Clone();
                turned[Math.Min(length, turned.Length - 1)] ^= 0xFF;
                Promised("a damaged file opens, or throws RecordingFormatException.", With(name, turned), ReadAll);
            }
    }

    private void ReadAll(CountedFiles files)
    {
        try
        {
            using var recording = _format.Open(files);
            foreach (var stream in recording.Streams)
                foreach (var block in stream.ReadBlocks(LongestRead / stream.Info.ChannelCount + 1))
                    if (block.EndSampleIndex > LongestRead) break;
        }
        catch (RecordingFormatException)
        {
            ContractBreach.ThrowUnless(files.OpenCount == 0, "files are closed when they cannot be opened.", "one was left open.");
        }
    }

    private static void Promised(string promise, CountedFiles files, Action<CountedFiles> action)
    {
        try
        {
            action(files);
        }
        catch (Exception e) when (e is not ContractBreach)
        {
            throw new ContractBreach(promise, $"{e.GetType().Name}: {e.Message}", e);
        }
    }

    private static void VerifySame(Recording content, Recording read, CreationReport report)
    {
        ContractBreach.ThrowUnless(content.Streams.Length == read.Streams.Length, "every stream is written.",
            $"{read.Streams.Length} of {content.Streams.Length} came back.");
        ContractBreach.ThrowUnless(content.Markers.SequenceEqual(read.Markers), "every marker is written.",
            $"{read.Markers.Length} of {content.Markers.Length} came back, or they differ.");
        for (var s = 0; s < content.Streams.Length; s++)
            VerifySame(content.Streams[s], read.Streams[s], [.. report.Losses.Where(l => l.Stream == content.Streams[s].Info.Name)]);
    }

    private static void VerifySame(RecordedStream wrote, RecordedStream read, ChannelLoss[] losses)
    {
        var name = wrote.Info.Name;
        ContractBreach.ThrowUnless(wrote.Info.Channels.Select(c => (c.Label, c.Unit))
            .SequenceEqual(read.Info.Channels.Select(c => (c.Label, c.Unit))),
            "labels and units are kept.", $"those of '{name}' changed.");
        ContractBreach.ThrowUnless(wrote.Info.RateHz == read.Info.RateHz, "the rate is kept.",
            $"'{name}' has {read.Info.RateHz} instead of {wrote.Info.RateHz} Hz.");
        ContractBreach.ThrowUnless(
            wrote.Segments.Select(g => (g.FirstSampleIndex, g.SampleCount))
                .SequenceEqual(read.Segments.Select(g => (g.FirstSampleIndex, g.SampleCount))),
            "samples and gaps keep their places.",
            $"those of '{name}' moved: {wrote.StoredCount} samples in {wrote.Segments.Length} stretches "
                + $"became {read.StoredCount} in {read.Segments.Length}.");
        var count = (int)Math.Min(wrote.SampleCount, LongestRead);
        var (before, after) = (wrote.Read(0, count), read.Read(0, count));
        for (var i = 0; i < before.Length; i++)
        {
            var loss = losses[i % losses.Length];
            var isKept = float.IsNaN(before[i]) ? float.IsNaN(after[i]) : Math.Abs((double)before[i] - after[i]) <= loss.LargestError;
            ContractBreach.ThrowUnless(isKept,
                "no value moves further than the report says.",
                $"{before[i]} of '{loss.Label}' came back as {after[i]}; reported was {loss.LargestError}.");
        }
    }

    private static bool SameBits(ReadOnlySpan<float> a, ReadOnlySpan<float> b) =>
        System.Runtime.InteropServices.MemoryMarshal.AsBytes(a).SequenceEqual(System.Runtime.InteropServices.MemoryMarshal.AsBytes(b));
}
