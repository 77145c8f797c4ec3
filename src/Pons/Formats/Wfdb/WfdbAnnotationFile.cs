using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Pons.Formats.Wfdb;

/// <summary>A file of annotations in the MIT format (annot(5)): words of a code in six bits and an interval in ten.</summary>
internal sealed class WfdbAnnotationFile
{
    /// <summary>Ten thousand hours of beats.</summary>
    public const int LargestBytes = 1 << 28;

    private const int Skip = 59, Num = 60, Sub = 61, Chan = 62, Aux = 63, LargestCode = 49, Note = 22;

    private const string TimeResolution = "## time resolution:";
    private const string Definitions = "## annotation type definitions", EndOfDefinitions = "## end of definitions";

    private readonly Dictionary<int, string> _defined = [];

    /// <summary>Words that only move the time, and words of two letters.</summary>
    private int _empty, _letters;

    private WfdbAnnotationFile()
    {
    }

    public ImmutableArray<WfdbAnnotation> Annotations { get; private set; } = [];

    /// <summary>Sample intervals a second by the file itself; <see langword="null"/> when it does not say.</summary>
    public double? RateHz { get; private set; }

    /// <summary>What is wrong with the file; <see langword="null"/> when it is faultless.</summary>
    public string? Fault { get; private set; }

    /// <summary>Where it is wrong.</summary>
    public long FaultByte { get; private set; }

    /// <summary>Reads a file as far as it goes.</summary>
    public static WfdbAnnotationFile Read(Stream file)
    {
        var bytes = new byte[Math.Min(file.Length, LargestBytes)];
        file.Position = 0;
        file.ReadExactly(bytes);
        return Read(bytes, isWhole: file.Length <= LargestBytes);
    }

    /// <summary>
    /// Whether these first bytes are of a file of annotations: every word is one, and where the file ends the mark of the end stands. Two
    /// letters are a word, too, and so are small numbers: where most words are such, the file is something else.
    /// </summary>
    public static bool IsAnnotations(ReadOnlySpan<byte> first)
    {
        var isWhole = first.Length < RecordingFiles.RecognitionLength;
        var read = Read(first, isWhole);
        return read.Annotations.Length > read._empty + 2 * read._letters
            && (read.Fault is null || (!isWhole && read.FaultByte > first.Length - 1024 - 8));
    }

    /// <summary>Whether all bytes are printable; words of text look like annotations, and no file of annotations is without an end
    /// mark.</summary>
    public static bool IsText(ReadOnlySpan<byte> bytes) => bytes.Length > 0 && bytes.IndexOfAnyExceptInRange((byte)9, (byte)126) < 0;

    /// <summary>The words that stand for a code.</summary>
    public string Mnemonic(int code) => _defined.GetValueOrDefault(code) ?? WfdbMnemonics.Of(code);

    private static WfdbAnnotationFile Read(ReadOnlySpan<byte> bytes, bool isWhole)
    {
        var file = new WfdbAnnotationFile();
        var annotations = ImmutableArray.CreateBuilder<WfdbAnnotation>();
        var (at, sample, channel, number, isDefining) = (0, 0L, 0, 0, false);
        while (file.Fault is null && !IsEnd(bytes, at, isWhole, file))
        {
            var word = BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);
            var (code, interval) = (word >> 10, word & 0x3FF);
            if (code == Skip)
            {
                if (at + 6 > bytes.Length) file.Damaged(at, "the file ends inside of an interval");
                else sample += LongInterval(bytes[(at + 2)..]);
                at += 6;
                continue;
            }

            if (code > LargestCode)
            {
                file.Damaged(at, $"the word {word:X4} in hexadecimal has the code {code}, which is no annotation");
                break;
            }

            if (IsText(bytes.Slice(at, 2))) file._letters++;
            (at, sample) = (at + 2, sample + interval);
            if (code == 0)
            {
                // Only moves the time, as after the remark on the time resolution.
                file._empty++;
                continue;
            }

            if (!TryAttributes(bytes, ref at, ref channel, ref number, out var subType, out var text))
                file.Damaged(at, "the file ends inside of a text");
            else if (code == Note && text.StartsWith("## ", StringComparison.Ordinal) && sample == 0) file.TakeRemark(text, ref isDefining);
            else if (isDefining && code == Note) file.Define(text);
            else annotations.Add(new(sample, code, subType, channel, number, text));
        }

        file.Annotations = annotations.DrainToImmutable();
        return file;
    }

    /// <summary>Whether the mark of the end stands here, or the bytes end without it.</summary>
    private static bool IsEnd(ReadOnlySpan<byte> bytes, int at, bool isWhole, WfdbAnnotationFile file)
    {
        if (at + 2 > bytes.Length)
        {
            if (isWhole) file.Damaged(at, "the file ends without the mark of its end");
            return true;
        }

        if (bytes[at] != 0 || bytes[at + 1] != 0) return false;
        if (!isWhole || bytes[at..].IndexOfAnyExcept((byte)0) >= 0) file.Damaged(at, "the mark of the end is followed by other bytes");
        return true;
    }

    /// <summary>An interval of 32 bits, its high half first.</summary>
    private static int LongInterval(ReadOnlySpan<byte> bytes) =>
        (BinaryPrimitives.ReadInt16LittleEndian(bytes) << 16) | BinaryPrimitives.ReadUInt16LittleEndian(bytes[2..]);

    /// <summary>What follows an annotation and belongs to it; channel and number go on for those behind.</summary>
    private static bool TryAttributes(ReadOnlySpan<byte> bytes, ref int at, ref int channel, ref int number, out int subType,
        out string text)
    {
        (subType, text) = (0, "");
        while (at + 2 <= bytes.Length)
        {
            var word = BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);
            var (code, value) = (word >> 10, unchecked((sbyte)word));
            if (code is < Num or > Aux) return true;
            at += 2;
            if (code == Sub) subType = value;
            else if (code == Chan) channel = (byte)value;
            else if (code == Num) number = value;
            else
            {
                var length = word & 0x3FF;
                if (at + length > bytes.Length) return false;
                text = Decode(bytes.Slice(at, length)).TrimEnd('\0');
                at += length + (length & 1);
            }
        }

        return true;
    }

    private void TakeRemark(string text, ref bool isDefining)
    {
        if (text.StartsWith(TimeResolution, StringComparison.Ordinal))
            RateHz = double.TryParse(text[TimeResolution.Length..].Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out var rate)
                && rate is > 0 and < 1e9 ? rate : RateHz;
        else if (text.StartsWith(Definitions, StringComparison.Ordinal)) isDefining = true;
        else if (text.StartsWith(EndOfDefinitions, StringComparison.Ordinal)) isDefining = false;
    }

    /// <summary>A number, its mnemonic and its description.</summary>
    private void Define(string text)
    {
        var fields = text.Split(' ', 3, StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length > 1 && int.TryParse(fields[0], NumberStyles.None, CultureInfo.InvariantCulture, out var code))
            _defined[code] = fields[1];
    }

    private void Damaged(long at, string fault) => (FaultByte, Fault) = (at, fault);

    private static string Decode(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return Encoding.Latin1.GetString(bytes);
        }
    }
}
