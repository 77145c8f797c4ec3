using System.Collections.Immutable;
using Pons.Streams;

namespace Pons.Formats.NumPy;

/// <summary>One array of NumPy (.npy; NEP 1, versions 1 to 3 of the format): numbers, and nothing about them.</summary>
public sealed class NpyFormat : RecordingFormat
{
    /// <inheritdoc/>
    public override string Name => "NumPy array";

    /// <inheritdoc/>
    public override ImmutableArray<string> Extensions => [".npy"];

    /// <inheritdoc/>
    public override bool Recognise(RecordingFiles files)
    {
        ArgumentNullException.ThrowIfNull(files);
        return files.FirstBytes.Span.StartsWith(NpyHeader.Magic);
    }

    /// <inheritdoc/>
    public override RecordingHeader ReadHeader(RecordingFiles files)
    {
        ArgumentNullException.ThrowIfNull(files);
        using var recording = Open(files);
        return recording.Header;
    }

    /// <inheritdoc/>
    public override Recording Open(RecordingFiles files)
    {
        ArgumentNullException.ThrowIfNull(files);
        var file = files.OpenMain();
        try
        {
            if (file.Length == 0) throw Empty(files.Name);
            return Open(file, files.Name);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public override bool CanCreate => true;

    /// <inheritdoc/>
    public override FormatCapabilities Capabilities { get; } = new()
    {
        SampleTypes = [SampleType.Float32, SampleType.Float64],
        HoldsScales = false,
        HoldsIrregularStreams = true,
        HoldsNonFinite = true,
        HoldsMarkers = false,
        HoldsChannels = false,
        HoldsStartTime = false,
    };

    /// <inheritdoc/>
    public override CreationPreview Preview(Recording content, CreationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(content);
        var preview = base.Preview(content, options);
        return preview with
        {
            Losses = [$"{Name} holds numbers only: no rate, no times and no names; an .npz file holds all of these.",
            .. preview.Losses]
        };
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Written is one array [sample × channel], or, channel-major, [channel × sample]; of <c>float32</c> where that holds every value
    /// of the source, else of <c>float64</c>. Where samples are missing, NaN stands.
    /// </remarks>
    public override CreationReport Create(
        string path, Recording content, CreationOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(content);
        var streams = content.Streams.Where(s => s.StoredCount > 0).ToList();
        if (streams.Count != 1)
            throw new RecordingFormatException(Path.GetFileName(path), null, $"The recording has {streams.Count} streams with samples.",
                "An .npy file holds one array.", "Write an .npz file, which holds all of them.");
        NpyWriter.RefuseOtherTypes(Path.GetFileName(path), options);
        var writer = new NpyWriter(streams[0], options ?? CreationOptions.Default, hasGaps: true, cancellation);
        writer.RefuseLongGaps(Path.GetFileName(path));
        WriteWhole(path, writer.Write);
        return new([.. writer.Losses], [.. content.Streams.Except(streams)
            .Select(s => $"Stream '{s.Info.Name}' holds no sample and is left out.")]);
    }

    private Recording Open(Stream file, string name)
    {
        var array = NpyArray.At(file, 0, file.Length, name);
        List<string> warnings = ["An .npy file holds numbers only: their rate, their units and the names of the channels are not known."];
        var shape = NpyShape.Of(array, null, warnings);
        var clock = new ClockId($"recording {name}");
        var info = new StreamInfo("rows", [.. Enumerable.Range(1, shape.ChannelCount)
            .Select(c => new Channel($"column {c}", ChannelKind.Unknown, ""))], null, clock);
        ImmutableArray<RecordedSegment> segments = shape.SampleCount == 0 ? [] : [new(0, shape.SampleCount, new(clock, 0))];
        var header = new RecordingHeader { Format = Name, File = name, Streams = [info], Warnings = [.. warnings] };
        return new(header, [new NpyStream(array, shape, info, segments, [])], [], file: file);
    }
}
