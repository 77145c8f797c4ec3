using System.Buffers.Binary;
using System.Collections.Immutable;

namespace Pons.Formats.NeuroscanCnt;

/// <summary>
/// Continuous recordings of Neuroscan SCAN (<c>.cnt</c>), 16 and 32 bit, with event tables of types 1, 2 and 3. Read only.
/// </summary>
public sealed class NeuroscanCntFormat : RecordingFormat
{
    /// <inheritdoc/>
    public override string Name => "Neuroscan CNT";

    /// <inheritdoc/>
    public override ImmutableArray<string> Extensions => [".cnt"];

    /// <inheritdoc/>
    /// <remarks>The trials (<c>.eeg</c>) and averages (<c>.avg</c>) of SCAN begin alike; their names tell them apart.</remarks>
    public override bool Recognise(RecordingFiles files)
    {
        ArgumentNullException.ThrowIfNull(files);
        var first = files.FirstBytes.Span;
        return first.Length > NeuroscanCntHeader.Length && first.StartsWith("Version "u8) && char.IsAsciiDigit((char)first[8])
            && BinaryPrimitives.ReadUInt16LittleEndian(first[NeuroscanCntHeader.ChannelCountAt..]) > 0
            && BinaryPrimitives.ReadUInt16LittleEndian(first[NeuroscanCntHeader.RateAt..]) > 0
            && files.Extension is not (".eeg" or ".avg" or ".coh" or ".std");
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
            return new NeuroscanCntReader(file, files.Name).Open();
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }
}
