using System.Collections.Immutable;
using Pons.Formats.Edf;

namespace Pons.Formats;

/// <summary>One way to store a recording in a file. Formats are stateless; any thread may use one.</summary>
public abstract class RecordingFormat
{
    /// <summary>How many bytes at the start of a file <see cref="Recognise"/> is given, fewer when the file is shorter.</summary>
    public const int RecognitionLength = 256;

    /// <summary>Every format that Pons knows; a new format is added here and nowhere else.</summary>
    public static ImmutableArray<RecordingFormat> All { get; } = [new EdfFormat()];

    /// <summary>Name of the format, such as <c>EDF</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Usual file extensions in lower case with the dot; the first one is given to new files.</summary>
    public abstract ImmutableArray<string> Extensions { get; }

    /// <summary>Whether a file that begins with these bytes is of this format.</summary>
    /// <param name="firstBytes">Up to <see cref="RecognitionLength"/> bytes from the start of the file.</param>
    public abstract bool Recognise(ReadOnlySpan<byte> firstBytes);

    /// <summary>Reads what the recording says about itself, and no sample.</summary>
    /// <param name="file">The file, readable and seekable, at its start; stays open.</param>
    /// <param name="name">Name of the file for messages.</param>
    /// <exception cref="RecordingFormatException">The header is damaged or not of this format.</exception>
    public abstract RecordingHeader ReadHeader(Stream file, string name);

    /// <summary>Opens a recording.</summary>
    /// <param name="file">The file, readable and seekable; belongs to the recording from now on, also when opening fails.</param>
    /// <param name="name">Name of the file for messages.</param>
    /// <exception cref="RecordingFormatException">The file is damaged or not of this format.</exception>
    public abstract Recording Open(Stream file, string name);

    /// <summary>Opens a recording.</summary>
    /// <param name="path">Path of the file.</param>
    /// <exception cref="RecordingFormatException">The file is damaged or not of this format.</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public virtual Recording Open(string path) => Open(OpenFile(path), Path.GetFileName(path));

    /// <summary>Reads what the recording says about itself, and no sample.</summary>
    /// <param name="path">Path of the file.</param>
    /// <exception cref="RecordingFormatException">The header is damaged or not of this format.</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public virtual RecordingHeader ReadHeader(string path)
    {
        using var file = OpenFile(path);
        return ReadHeader(file, Path.GetFileName(path));
    }

    /// <summary>Whether <see cref="Create"/> can write this format.</summary>
    public virtual bool CanCreate => false;

    /// <summary>
    /// Writes a recording. The file appears under its name when it is whole: an interrupted writing leaves what was there before.
    /// </summary>
    /// <param name="path">Path of the file; an existing one is replaced.</param>
    /// <param name="content">What to write; read more than once, and not changed.</param>
    /// <param name="cancellation">Ends the writing.</param>
    /// <returns>What could not be kept.</returns>
    /// <exception cref="NotSupportedException">This format is only read; see <see cref="CanCreate"/>.</exception>
    /// <exception cref="RecordingFormatException">The format cannot hold this recording, or the recording cannot be read.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="OperationCanceledException">Writing was cancelled.</exception>
    public virtual CreationReport Create(string path, Recording content, CancellationToken cancellation = default) =>
        throw new NotSupportedException($"{Name} is read, but not written.");

    /// <summary>The format of a file, recognised by its content.</summary>
    /// <param name="path">Path of the file.</param>
    /// <exception cref="RecordingFormatException">The file is empty or of no known format.</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public static RecordingFormat Of(string path)
    {
        using var file = OpenFile(path);
        Span<byte> first = stackalloc byte[RecognitionLength];
        first = first[..file.ReadAtLeast(first, RecognitionLength, throwOnEndOfStream: false)];
        return Of(first, Path.GetFileName(path));
    }

    /// <summary>The format of a file that begins with these bytes.</summary>
    /// <param name="firstBytes">Up to <see cref="RecognitionLength"/> bytes from the start of the file.</param>
    /// <param name="name">Name of the file for messages.</param>
    /// <exception cref="RecordingFormatException">There is no byte, or no format recognises them.</exception>
    public static RecordingFormat Of(ReadOnlySpan<byte> firstBytes, string name)
    {
        if (firstBytes.IsEmpty) throw Empty(name);
        foreach (var format in All)
            if (format.Recognise(firstBytes)) return format;
        var start = Convert.ToHexString(firstBytes[..Math.Min(8, firstBytes.Length)]);
        throw new RecordingFormatException(
            name, 0, $"The first bytes, {start} in hexadecimal, belong to no format that Pons reads.",
            "What the other bytes mean is therefore unknown.",
            $"Give a file in one of these formats: {string.Join(", ", All.Select(f => f.Name))}.");
    }

    /// <summary>Lets <paramref name="write"/> fill a file beside <paramref name="path"/>, and renames it when it is whole.</summary>
    /// <param name="path">Path that the finished file gets.</param>
    /// <param name="write">Fills the file.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    protected static void WriteWhole(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(write);
        var partial = path + ".partial";
        try
        {
            using (var file = new FileStream(partial, FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1 << 16))
            {
                write(file);
                file.Flush(flushToDisk: true);
            }

            File.Move(partial, path, overwrite: true);
        }
        catch
        {
            File.Delete(partial);
            throw;
        }
    }

    internal static RecordingFormatException Empty(string name) => new(
        name, null, "The file is empty: it has 0 bytes.", "There is nothing to read.",
        "Copy the file again from where it was recorded; some data sets leave the signal out on purpose.");

    private static FileStream OpenFile(string path) =>
        new(path, new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Read, Share = FileShare.Read, BufferSize = 0 });
}
