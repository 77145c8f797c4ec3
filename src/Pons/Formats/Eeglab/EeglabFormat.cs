using System.Collections.Immutable;
using Pons.Formats.Mat;
using Pons.Streams;

namespace Pons.Formats.Eeglab;

/// <summary>
/// EEGLAB data sets (Delorme and Makeig 2004, doi 10.1016/j.jneumeth.2003.10.009): a MAT 5 file <c>.set</c>, with the samples in it or
/// beside it in <c>.fdt</c>.
/// </summary>
public sealed class EeglabFormat : RecordingFormat
{
    /// <inheritdoc/>
    public override string Name => "EEGLAB";

    /// <inheritdoc/>
    public override ImmutableArray<string> Extensions => [".set", ".fdt"];

    /// <inheritdoc/>
    public override bool Recognise(RecordingFiles files)
    {
        ArgumentNullException.ThrowIfNull(files);
        if (Mat5File.Recognise(files.FirstBytes.Span)) return files.Extension == ".set" || HoldsDataSet(files);
        return EeglabFiles.SetBeside(files) is { } set && IsMat5(files, set);
    }

    /// <inheritdoc/>
    public override RecordingHeader ReadHeader(RecordingFiles files)
    {
        using var recording = Open(files);
        return recording.Header;
    }

    /// <inheritdoc/>
    public override Recording Open(RecordingFiles files)
    {
        ArgumentNullException.ThrowIfNull(files);
        var set = EeglabFiles.SetBeside(files);
        var stream = set is null ? files.OpenMain() : files.Open(set, "the description of the samples");
        return EeglabReader.Open(MatFile.Open(stream, set ?? files.Name), files);
    }

    /// <inheritdoc/>
    public override bool CanCreate => true;

    /// <inheritdoc/>
    public override FormatCapabilities Capabilities { get; } = new()
    {
        SampleTypes = [SampleType.Float32, SampleType.Float64],
        HoldsScales = false,
        HoldsGaps = true,
        HoldsNonFinite = true,
        MarkerStepSeconds = 0,
        HoldsKinds = true,
        HoldsPositions = true,
        HoldsSubject = true,
    };

    /// <inheritdoc/>
    public override CreationPreview Preview(Recording content, CreationOptions? options = null)
    {
        var preview = base.Preview(content, options);
        var before = content.Markers.Count(m => m.Onset < Duration.Zero);
        return before == 0 ? preview : preview with
        {
            Losses = preview.Losses.Add($"{Name} holds no marker before the first sample; {before} are left out."),
        };
    }

    /// <inheritdoc/>
    /// <remarks>
    /// A path that ends in <c>.fdt</c> gives two files, with the samples in single precision beside the <c>.set</c> file; one that ends in
    /// <c>.set</c> gives one file, or two when the samples exceed what a MAT 5 file holds. A gap becomes an event <c>boundary</c>.
    /// </remarks>
    public override CreationReport Create(
        string path, Recording content, CreationOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(content);
        var (set, data) = (Path.ChangeExtension(path, ".set"), Path.ChangeExtension(path, ".fdt"));
        var writer = new EeglabWriter(content, Path.GetFileName(set), options ?? CreationOptions.Default, cancellation);
        var isTwoFiles = path.EndsWith(".fdt", StringComparison.OrdinalIgnoreCase);
        if (!isTwoFiles && !writer.FitsOneFile)
        {
            isTwoFiles = true;
            writer.Warn($"The samples exceed what one MAT 5 file holds and stand beside it in '{Path.GetFileName(data)}', in single precision.");
        }

        using var files = new UnfinishedFiles();
        var samples = isTwoFiles ? files.Begin(data) : null;
        var fields = files.Begin(set);
        var report = samples is null ? writer.Write(fields) : writer.Write(fields, samples, Path.GetFileName(data));
        files.Commit();
        return report;
    }

    private static bool IsMat5(RecordingFiles files, string set)
    {
        using var stream = files.TryOpen(set);
        Span<byte> first = stackalloc byte[128];
        return stream?.ReadAtLeast(first, first.Length, throwOnEndOfStream: false) == first.Length && Mat5File.Recognise(first);
    }

    private static bool HoldsDataSet(RecordingFiles files)
    {
        try
        {
            using var container = MatFile.Open(files.OpenMain(), files.Name);
            return EeglabFields.IsDataSet(container);
        }
        catch (RecordingFormatException)
        {
            // Damaged, and then of the general format, which says how.
            return false;
        }
    }
}
