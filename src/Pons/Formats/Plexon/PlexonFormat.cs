using System.Buffers.Binary;
using System.Collections.Immutable;

namespace Pons.Formats.Plexon;

/// <summary>
/// Plexon PLX files, versions 100 to 107: spikes and events as markers, continuous channels as streams (Plexon, <em>PLX file structure</em>,
/// Offline SDK).
/// </summary>
public sealed class PlexonFormat : RecordingFormat
{
    /// <inheritdoc/>
    public override string Name => "Plexon";

    /// <inheritdoc/>
    public override ImmutableArray<string> Extensions => [".plx"];

    /// <inheritdoc/>
    public override bool Recognise(RecordingFiles files)
    {
        ArgumentNullException.ThrowIfNull(files);
        return files.FirstBytes.Length >= 4 && BinaryPrimitives.ReadUInt32LittleEndian(files.FirstBytes.Span) == PlexonHeaderReader.Magic;
    }

    /// <inheritdoc/>
    public override RecordingHeader ReadHeader(RecordingFiles files)
    {
        using var file = OpenMain(files);
        return PlexonReader.ReadHeader(file, files.Name);
    }

    /// <inheritdoc/>
    public override Recording Open(RecordingFiles files)
    {
        var file = OpenMain(files);
        try
        {
            return PlexonReader.Open(file, files.Name);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static Stream OpenMain(RecordingFiles files)
    {
        ArgumentNullException.ThrowIfNull(files);
        return files.FirstBytes.IsEmpty ? throw Empty(files.Name) : files.OpenMain();
    }
}
