using System.Collections.Immutable;

namespace Pons.Formats.Edf;

/// <summary>
/// European Data Format: EDF (Kemp et al. 1992, doi 10.1016/0013-4694(92)90009-7) and EDF+ (Kemp and Olivan 2003,
/// doi 10.1016/S1388-2457(03)00123-8), continuous and discontinuous.
/// </summary>
public sealed class EdfFormat : RecordingFormat
{
    /// <inheritdoc/>
    public override string Name => "EDF";

    /// <inheritdoc/>
    public override ImmutableArray<string> Extensions => [".edf"];

    /// <inheritdoc/>
    public override bool Recognise(ReadOnlySpan<byte> firstBytes) => IsEdf(firstBytes);

    /// <inheritdoc/>
    public override RecordingHeader ReadHeader(Stream file, string name)
    {
        ArgumentNullException.ThrowIfNull(file);
        return EdfReader.WithStreams(EdfHeaderReader.Read(file, name));
    }

    /// <inheritdoc/>
    public override Recording Open(Stream file, string name)
    {
        ArgumentNullException.ThrowIfNull(file);
        try
        {
            return new EdfReader(file, name).Open();
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
    /// <remarks>
    /// Written is EDF+C, or EDF+D when the recording has gaps. Samples become 16-bit numbers: with the scale of the source where it
    /// fits, with a round step where all values lie on one, and otherwise with the range of the values.
    /// </remarks>
    public override CreationReport Create(string path, Recording content, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(content);
        var writer = new EdfWriter(content, Path.GetFileName(path), cancellation);
        CreationReport? report = null;
        WriteWhole(path, file => report = writer.Write(file));
        return report!;
    }

    internal static bool IsEdf(ReadOnlySpan<byte> firstBytes) => firstBytes.StartsWith("0       "u8);
}
