using System.Collections.Immutable;
using Pons.Formats.AntCnt;
using Pons.Formats.Arff;
using Pons.Formats.Bci2000;
using Pons.Formats.Bdf;
using Pons.Formats.Bonn;
using Pons.Formats.BrainVision;
using Pons.Formats.Curry;
using Pons.Formats.Delimited;
using Pons.Formats.Edf;
using Pons.Formats.Eeglab;
using Pons.Formats.Egi;
using Pons.Formats.Fif;
using Pons.Formats.Gdf;
using Pons.Formats.Intan;
using Pons.Formats.Mat;
using Pons.Formats.NeuroscanCnt;
using Pons.Formats.Nicolet;
using Pons.Formats.NihonKohden;
using Pons.Formats.NumPy;
using Pons.Formats.OpenEphys;
using Pons.Formats.Persyst;
using Pons.Formats.Plexon;
using Pons.Formats.RawBinary;
using Pons.Formats.Wfdb;
using Pons.Formats.Xdf;

namespace Pons.Formats;

/// <summary>One way to store a recording in a file. Formats are stateless; any thread may use one.</summary>
public abstract class RecordingFormat
{
    private static ImmutableArray<RecordingFormat> s_all =
    [
        new EdfFormat(),
        new BdfFormat(),
        new BrainVisionFormat(),
        new PersystFormat(),
        new NicoletFormat(),
        new EeglabFormat(),
        new MatFormat(),
        new NeuroscanCntFormat(),
        new FifFormat(),
        new XdfFormat(),
        new CurryFormat(),
        new NpyFormat(),
        new NpzFormat(),
        new ArffFormat(),
        new BonnFormat(),
        new DelimitedFormat(),
        new NihonKohdenFormat(),
        new EgiRawFormat(),
        new IntanFormat(),
        new GdfFormat(),
        new AntCntFormat(),
        new Bci2000Format(),
        new EgiMffFormat(),
        new OpenEphysFormat(),
        new PlexonFormat(),
        new RawBinaryFormat(),
        // Last: words of annotations look like many other things.
        new WfdbFormat(),
    ];

    /// <summary>Every format that Pons knows, in the order in which they are asked whether a file is theirs.</summary>
    public static ImmutableArray<RecordingFormat> All => s_all;

    /// <summary>Adds a format that stands outside this library; it is asked before the others. Adding one twice changes nothing.</summary>
    /// <param name="format">The format; its name is new.</param>
    public static void Add(RecordingFormat format)
    {
        ArgumentNullException.ThrowIfNull(format);
        ImmutableInterlocked.Update(ref s_all, all => all.Any(f => f.Name == format.Name) ? all : all.Insert(0, format));
    }

    /// <summary>Name of the format, such as <c>EDF</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Usual file extensions in lower case with the dot; the first one is given to new files.</summary>
    public abstract ImmutableArray<string> Extensions { get; }

    /// <summary>Why files of this format cannot be read on this computer, and what to install; <see langword="null"/> when they can.</summary>
    public virtual string? UnavailableBecause => null;

    /// <summary>Whether these files are of this format; decided by content, and by the name only where the content cannot tell. Never
    /// throws for damaged content.</summary>
    /// <param name="files">The recording.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public abstract bool Recognise(RecordingFiles files);

    /// <summary>Reads what the recording says about itself, and no sample.</summary>
    /// <param name="files">The recording.</param>
    /// <exception cref="RecordingFormatException">The header is damaged or not of this format.</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public abstract RecordingHeader ReadHeader(RecordingFiles files);

    /// <summary>Opens a recording; closes what it opened when that fails.</summary>
    /// <param name="files">The recording.</param>
    /// <exception cref="RecordingFormatException">The file is damaged or not of this format.</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public abstract Recording Open(RecordingFiles files);

    /// <summary>Opens a recording.</summary>
    /// <param name="path">Path of the file or folder.</param>
    /// <exception cref="RecordingFormatException">The file is damaged or not of this format.</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public Recording Open(string path) => Open(RecordingFiles.At(path));

    /// <summary>Reads what the recording says about itself, and no sample.</summary>
    /// <param name="path">Path of the file or folder.</param>
    /// <exception cref="RecordingFormatException">The header is damaged or not of this format.</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public RecordingHeader ReadHeader(string path) => ReadHeader(RecordingFiles.At(path));

    /// <summary>Whether <see cref="Create"/> can write this format.</summary>
    public virtual bool CanCreate => false;

    /// <summary>What the format can hold; asked only when <see cref="CanCreate"/>.</summary>
    /// <exception cref="NotSupportedException">This format is only read.</exception>
    public virtual FormatCapabilities Capabilities => throw new NotSupportedException($"{Name} is read, but not written.");

    /// <summary>What writing a recording would lose, said before anything is written.</summary>
    /// <param name="content">What would be written.</param>
    /// <param name="options">How; default <see cref="CreationOptions.Default"/>.</param>
    /// <exception cref="NotSupportedException">This format is only read.</exception>
    /// <exception cref="RecordingFormatException">The recording cannot be read.</exception>
    public virtual CreationPreview Preview(Recording content, CreationOptions? options = null) =>
        CreationPreview.Of(Name, Capabilities, content, options ?? CreationOptions.Default);

    /// <summary>
    /// Writes a recording. The file appears under its name when it is whole: an interrupted writing leaves what was there before.
    /// </summary>
    /// <param name="path">Path of the file; an existing one is replaced.</param>
    /// <param name="content">What to write; read more than once, and not changed.</param>
    /// <param name="options">How; default <see cref="CreationOptions.Default"/>.</param>
    /// <param name="cancellation">Ends the writing.</param>
    /// <returns>What could not be kept.</returns>
    /// <exception cref="NotSupportedException">This format is only read; see <see cref="CanCreate"/>.</exception>
    /// <exception cref="RecordingFormatException">The format cannot hold this recording, or the recording cannot be read.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="OperationCanceledException">Writing was cancelled.</exception>
    public virtual CreationReport Create(
        string path, Recording content, CreationOptions? options = null, CancellationToken cancellation = default) =>
        throw new NotSupportedException($"{Name} is read, but not written.");

    /// <summary>The format of a recording, recognised by its content.</summary>
    /// <param name="path">Path of the file or folder.</param>
    /// <exception cref="RecordingFormatException">The file is empty or of no known format.</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public static RecordingFormat Of(string path) => Of(RecordingFiles.At(path));

    /// <summary>The format of a recording, recognised by its content.</summary>
    /// <param name="files">The recording.</param>
    /// <exception cref="RecordingFormatException">The file is empty or of no known format.</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public static RecordingFormat Of(RecordingFiles files)
    {
        ArgumentNullException.ThrowIfNull(files);
        var first = files.FirstBytes.Span;
        if (first.IsEmpty && !files.IsFolder) throw Empty(files.Name);
        foreach (var format in All)
            if (format.Recognise(files)) return format;
        if (IsHdf5(first))
            throw new RecordingFormatException(files.Name, 0, "The content is HDF5, and none of the formats that are registered reads it.",
                "Recordings in HDF5 (MATLAB 7.3, EEGLAB, SNIRF, NWB, KWIK) are read by the optional library Pons.Hdf5.",
                "Reference Pons.Hdf5 and call Hdf5Formats.Register(); if that is done, the file is of another kind.");
        if (first.StartsWith("PK\x03\x04"u8))
            throw new RecordingFormatException(files.Name, 0, "The file is a ZIP archive.", "What it holds may be many recordings, or none.",
                "Unpack it, and give one of the files inside.");
        var start = Convert.ToHexString(first[..Math.Min(8, first.Length)]);
        var found = files.IsFolder ? $"The folder with {files.Names.Count} files is" : $"The first bytes, {start} in hexadecimal, are";
        throw new RecordingFormatException(
            files.Name, files.IsFolder ? null : 0, $"{found} of no format that Pons reads.", "What the content means is therefore unknown.",
            $"Give a recording in one of these formats: {string.Join(", ", All.Select(f => f.Name))}.");
    }

    /// <summary>
    /// The format that is written for a file of this name: the first that can be written and gives this extension to new files, or, if
    /// there is none, that knows it.
    /// </summary>
    /// <param name="path">Path or name of a file to be written.</param>
    /// <returns>The format; <see langword="null"/> when no format that is written has the extension.</returns>
    public static RecordingFormat? ForNewFile(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        bool Ends(string extension) => path.EndsWith(extension, StringComparison.OrdinalIgnoreCase);
        return All.FirstOrDefault(f => f.CanCreate && Ends(f.Extensions[0])) ?? All.FirstOrDefault(f => f.CanCreate && f.Extensions.Any(Ends));
    }

    /// <summary>Lets <paramref name="write"/> fill a file beside <paramref name="path"/>, and renames it when it is whole.</summary>
    /// <param name="path">Path that the finished file gets.</param>
    /// <param name="write">Fills the file.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    protected static void WriteWhole(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(write);
        using var files = new UnfinishedFiles();
        write(files.Begin(path));
        files.Commit();
    }

    /// <summary>Whether content begins as HDF5 does, or as MATLAB's variant, which puts its own header before.</summary>
    internal static bool IsHdf5(ReadOnlySpan<byte> first) =>
        first.StartsWith<byte>([0x89, (byte)'H', (byte)'D', (byte)'F', (byte)'\r', (byte)'\n', 0x1a, (byte)'\n']) || first.StartsWith("MATLAB 7.3 MAT-file"u8);

    internal static RecordingFormatException Empty(string name) => new(
        name, null, "The file is empty: it has 0 bytes.", "There is nothing to read.",
        "Copy the file again from where it was recorded; some data sets leave the signal out on purpose.");
}
