using Pons.Formats;

namespace Pons.Deidentification;

/// <summary>The files of one recording while a scrubber goes through them: what it reads, and where it writes.</summary>
internal sealed class ScrubbedFiles(RecordingFiles source, Func<string, Stream>? create)
{
    private readonly List<SampleRange> _samples = [];

    public RecordingFiles Source => source;

    public string Name => source.Name;

    /// <summary>Where samples were copied to, in the files that were written: nothing but numbers stands there.</summary>
    public IReadOnlyList<SampleRange> Samples => _samples;

    /// <summary>The whole of the named file.</summary>
    /// <param name="most">What it may have at most; more is refused.</param>
    public byte[] ReadAll(long most)
    {
        using var file = source.OpenMain();
        return ReadAll(file, source.Name, most);
    }

    /// <summary>The whole of a file beside the named one.</summary>
    public byte[] ReadAll(string name, long most)
    {
        using var file = source.Open(name, "a part of the recording");
        return ReadAll(file, name, most);
    }

    /// <summary>The file that gets the content; nothing is kept unless the pass writes. Whoever asks does not close it.</summary>
    /// <param name="name">Name of the file in the source.</param>
    public Stream Create(string name) => create?.Invoke(name) ?? Stream.Null;

    /// <summary>Writes a whole file.</summary>
    public void Write(string name, ReadOnlySpan<byte> content) => Create(name).Write(content);

    /// <summary>Copies samples as they are; where nothing is written they are passed over.</summary>
    public void CopySamples(Stream from, Stream to, long count, string name)
    {
        if (count <= 0) return;
        if (create is null)
        {
            from.Seek(count, SeekOrigin.Current);
            return;
        }

        _samples.Add(new(name, to.Position, count));
        var buffer = new byte[1 << 18];
        while (count > 0)
        {
            var piece = buffer.AsSpan(0, (int)Math.Min(buffer.Length, count));
            from.ReadExactly(piece);
            to.Write(piece);
            count -= piece.Length;
        }
    }

    private static byte[] ReadAll(Stream file, string name, long most)
    {
        if (file.Length > most)
            throw new RecordingFormatException(name, null, $"The file has {file.Length} bytes; at most {most} were expected of its kind.",
                "It is read as a whole.", "Split it, or convert it to another format first.");
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>A stretch of samples.</summary>
    /// <param name="File">Name of the file in the source.</param>
    /// <param name="Start">First byte in the written file.</param>
    /// <param name="Length">Number of bytes.</param>
    internal sealed record SampleRange(string File, long Start, long Length);
}
