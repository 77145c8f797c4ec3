using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;

namespace Pons.Formats.Mat;

/// <summary>
/// A MAT 5 file (MathWorks, MAT-File Format, version 5): a header of 128 bytes and data elements, each compressed by itself or not.
/// </summary>
internal sealed class Mat5File : MatContainer
{
    private const int HeaderBytes = 128, MostVariables = 100_000, PeekBytes = 1024;

    private readonly MatStoredBytes _bytes;
    private readonly bool _isSwapped;
    private readonly MatAllowance _allowance;
    private readonly List<MatInflatedBytes> _inflated = [];

    public Mat5File(Stream stream, string file)
        : base(file)
    {
        _bytes = new(stream, file);
        _allowance = new(file, _bytes.Length);
        var header = new byte[HeaderBytes];
        _bytes.Read(0, header);
        _isSwapped = header[126] == (byte)'M' == BitConverter.IsLittleEndian;
        Preamble = Encoding.Latin1.GetString(header, 0, 116).Trim('\0', ' ', '\r', '\n');
        var warnings = new List<string>();
        Variables = List(warnings);
        Warnings = [.. warnings];
    }

    public override string Version => "MAT 5";

    public override string Preamble { get; }

    public override ImmutableArray<MatVariable> Variables { get; }

    /// <summary>Whether a file begins as one of this version does.</summary>
    public static bool Recognise(ReadOnlySpan<byte> first)
    {
        if (first.Length < HeaderBytes) return false;
        var isLittle = first[126] == 'I' && first[127] == 'M';
        var isBig = first[126] == 'M' && first[127] == 'I';
        var version = isLittle ? BinaryPrimitives.ReadUInt16LittleEndian(first[124..]) : BinaryPrimitives.ReadUInt16BigEndian(first[124..]);
        return (isLittle || isBig) && version == 0x0100;
    }

    public override MatValue Read(MatVariable variable)
    {
        var top = Top.Tag(variable.Position, _bytes.Length);
        if (top.Type != Mat5Tag.Compressed) return Top.Value(top.Data, top.Data + top.Bytes);
        var inflated = Inflate(top);
        try
        {
            var reader = ReaderOf(inflated);
            var value = reader.Value(8, inflated.Length);
            if (reader.LeavesNumbers) _inflated.Add(inflated);
            return value;
        }
        finally
        {
            inflated.Rest();
        }
    }

    public override void Dispose()
    {
        foreach (var inflated in _inflated) inflated.Dispose();
        _bytes.Dispose();
    }

    private Mat5Reader Top => ReaderOf(_bytes);

    private Mat5Reader ReaderOf(MatBytes bytes) => new(bytes, File, _isSwapped, _allowance);

    /// <summary>Looks at the beginning of each element; a file that was cut off keeps what stands before.</summary>
    private ImmutableArray<MatVariable> List(List<string> warnings)
    {
        var list = ImmutableArray.CreateBuilder<MatVariable>();
        for (var at = (long)HeaderBytes; at < _bytes.Length && list.Count < MostVariables;)
        {
            Mat5Tag tag;
            try
            {
                tag = Top.Tag(at, _bytes.Length);
                if (tag is { Type: 0, Bytes: 0 }) break;
                var head = HeadOf(tag);
                if (head.Name.Length > 0) list.Add(new(head.Name, head.Class, head.Size, at));
            }
            catch (RecordingFormatException e) when (list.Count > 0)
            {
                warnings.Add($"Behind the variable '{list[^1].Name}' nothing can be read. {e.What}");
                break;
            }

            at = tag.Type == Mat5Tag.Compressed ? tag.Data + tag.Bytes : tag.Next;
        }

        return list.ToImmutable();
    }

    private Mat5Array HeadOf(Mat5Tag tag)
    {
        if (tag.Type == Mat5Tag.Matrix) return Top.Head(tag.Data, tag.Data + tag.Bytes);
        if (tag.Type != Mat5Tag.Compressed)
            throw Fault(tag.Data, $"A variable should begin here, and there is a data element of type {tag.Type}.",
                "Nothing behind it can be found.", "Copy the file again, or save it again from MATLAB.");
        var first = MatInflatedBytes.Peek(_bytes, tag.Data, tag.Bytes, PeekBytes);
        return ReaderOf(new MatHeldBytes(first, File, 0, tag.Data)).Head(8, long.MaxValue);
    }

    private MatInflatedBytes Inflate(Mat5Tag tag)
    {
        var first = MatInflatedBytes.Peek(_bytes, tag.Data, tag.Bytes, 8);
        var inner = ReaderOf(new MatHeldBytes(first, File, 0, tag.Data)).Tag(0, long.MaxValue);
        if (inner.Type != Mat5Tag.Matrix)
            throw Fault(tag.Data, $"A compressed variable inflates to a data element of type {inner.Type}, and not to a matrix.",
                "It cannot be taken apart.", "Copy the file again, or save it again from MATLAB.");
        return new(_bytes, tag.Data, tag.Bytes, 8 + inner.Bytes);
    }
}
