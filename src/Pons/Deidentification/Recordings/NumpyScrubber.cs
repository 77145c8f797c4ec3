using System.Buffers.Binary;
using System.Text.RegularExpressions;
using Pons.Formats;

namespace Pons.Deidentification.Recordings;

/// <summary>NumPy <c>.npy</c> (format 1 to 3): a description of numbers, and the numbers. Arrays of text, objects or records are refused.</summary>
internal sealed partial class NumpyScrubber : IdentityScrubber
{
    /// <inheritdoc/>
    public override string Format => "NumPy";

    /// <inheritdoc/>
    public override bool Recognise(RecordingFiles files) => IsNumpy(files.FirstBytes.Span);

    /// <inheritdoc/>
    public override bool OpensAsRecording(RecordingFiles files)
    {
        try
        {
            using (RecordingFormat.Of(files).Open(files)) return true;
        }
        catch (RecordingFormatException)
        {
            // An array that is no recording.
            return false;
        }
    }

    /// <inheritdoc/>
    public override void Scrub(ScrubbedFiles files, Scribe scribe)
    {
        using var source = files.Source.OpenMain();
        var head = new byte[12];
        if (source.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) < head.Length) throw Fault(files.Name, "The file ends inside its description.");
        var start = head[6] < 2 ? 10 : 12;
        var length = head[6] < 2 ? BinaryPrimitives.ReadUInt16LittleEndian(head.AsSpan(8)) : (long)BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(8));
        if (start + length > source.Length || length > 1 << 20) throw Fault(files.Name, "The file ends inside its description.");
        var bytes = new byte[start + length];
        source.Position = 0;
        source.ReadExactly(bytes);
        var description = TextBytes.Decode(bytes.AsSpan(start), out _);
        if (!PlainNumbers().IsMatch(description)) throw Fault(files.Name, "The array is not of plain numbers.");
        var target = files.Create(files.Name);
        target.Write(bytes);
        files.CopySamples(source, target, source.Length - bytes.Length, files.Name);
    }

    private static bool IsNumpy(ReadOnlySpan<byte> first) => first is [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', ..] && first.Length >= 10;

    private static RecordingFormatException Fault(string name, string what) => new(name, 0, what, "What it holds is unknown.", "Save it as a plain array of numbers.");

    [GeneratedRegex(@"^\{ *'descr': *'[<>|=]?[biufc?][0-9]*', *'fortran_order': *(?:True|False), *'shape': *\([0-9, L]*\),? *\}\s*$", RegexOptions.NonBacktracking)]
    private static partial Regex PlainNumbers();
}
