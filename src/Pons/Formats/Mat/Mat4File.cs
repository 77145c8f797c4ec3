using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;
using Pons.Streams;

namespace Pons.Formats.Mat;

/// <summary>
/// A MAT 4 file (MathWorks, MAT-File Format, "Version 4"): full matrices one behind another, each with a header of 20 bytes and its name.
/// </summary>
internal sealed class Mat4File : MatContainer
{
    private const int HeaderBytes = 20, MostNameBytes = 1024, MostVariables = 100_000;
    private readonly MatStoredBytes _bytes;
    private readonly MatAllowance _allowance;

    public Mat4File(Stream stream, string file)
        : base(file)
    {
        _bytes = new(stream, file);
        _allowance = new(file, _bytes.Length);
        var warnings = new List<string>();
        Variables = List(warnings);
        Warnings = [.. warnings];
    }

    public override string Version => "MAT 4";

    public override ImmutableArray<MatVariable> Variables { get; }

    /// <summary>Whether a file begins with a matrix header whose parts fit each other; the version has no signature.</summary>
    public static bool Recognise(ReadOnlySpan<byte> first)
    {
        if (first.Length < HeaderBytes + 2 || Header.Of(first) is not { } header) return false;
        var name = first[HeaderBytes..];
        if (header.NameBytes > name.Length || header.NameBytes < 2) return false;
        return name[header.NameBytes - 1] == 0 && name[..(header.NameBytes - 1)].IndexOfAnyExcept(NameBytes) < 0 && !IsDigit(name[0]);
    }

    public override MatValue Read(MatVariable variable)
    {
        var header = HeaderAt(variable.Position)!;
        var data = variable.Position + HeaderBytes + header.NameBytes;
        if (variable.Class == MatClass.Sparse) return new MatUnread(MatClass.Sparse, variable.Size);
        if (data + header.DataBytes > _bytes.Length)
            throw Fault(_bytes.Length, $"The file ends here, within the numbers of '{variable.Name}', which end at byte {data + header.DataBytes}.",
                "What follows is missing.", "Copy the file again from where it was saved.");
        var numbers = new MatStoredArray(MatClass.Double, variable.Size, header.Numbers, header.IsSwapped, _bytes, data) { IsComplex = header.IsComplex };
        return variable.Class == MatClass.Char ? Characters(numbers, data) : numbers;
    }

    public override void Dispose() => _bytes.Dispose();

    private static readonly System.Buffers.SearchValues<byte> NameBytes = System.Buffers.SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"u8);

    private static bool IsDigit(byte b) => b is >= (byte)'0' and <= (byte)'9';

    private MatText Characters(MatStoredArray numbers, long at)
    {
        _allowance.Take(at, numbers.Count * 10);
        var codes = numbers.ToDoubles() ?? [];
        var rows = (int)numbers.Rows;
        return new(numbers.Size, [.. Enumerable.Range(0, rows).Select(r =>
            new string([.. Enumerable.Range(0, codes.Length / rows).Select(c => (char)Math.Clamp(codes[c * rows + r], 0, 0xFFFF))]))]);
    }

    private ImmutableArray<MatVariable> List(List<string> warnings)
    {
        var list = ImmutableArray.CreateBuilder<MatVariable>();
        for (var at = 0L; at < _bytes.Length && list.Count < MostVariables;)
        {
            if (HeaderAt(at) is not { } header || header.NameBytes is < 1 or > MostNameBytes || at + HeaderBytes + header.NameBytes > _bytes.Length)
            {
                warnings.Add($"At byte {at} there is no header of a matrix: the last {_bytes.Length - at} bytes are left out.");
                break;
            }

            var name = new byte[header.NameBytes];
            _bytes.Read(at + HeaderBytes, name);
            list.Add(new(Encoding.Latin1.GetString(name).TrimEnd('\0'), header.Class, [header.Rows, header.Columns], at));
            at += HeaderBytes + header.NameBytes + header.DataBytes;
        }

        return list.ToImmutable();
    }

    private Header? HeaderAt(long at)
    {
        if (at > _bytes.Length - HeaderBytes) return null;
        Span<byte> raw = stackalloc byte[HeaderBytes];
        _bytes.Read(at, raw);
        return Header.Of(raw);
    }

    /// <summary>The five numbers before a matrix; the first one, MOPT, tells byte order, number type and kind by its decimals.</summary>
    private sealed record Header(bool IsSwapped, SampleType Numbers, MatClass Class, int Rows, int Columns, bool IsComplex, int NameBytes)
    {
        public long DataBytes => (long)Rows * Columns * MatNumbers.WidthOf(Numbers) * (IsComplex ? 2 : 1);

        public static Header? Of(ReadOnlySpan<byte> raw)
        {
            var words = MemoryMarshal.Cast<byte, int>(raw[..HeaderBytes]).ToArray();
            var isSwapped = words[0] is < 0 or >= 5000;
            if (isSwapped) BinaryPrimitives.ReverseEndianness(words, words);
            var (order, reserved, numbers, kind) = (words[0] / 1000, words[0] / 100 % 10, words[0] / 10 % 10, words[0] % 10);
            var isLittle = BitConverter.IsLittleEndian != isSwapped;
            if (words[0] is < 0 or >= 2000 || order != (isLittle ? 0 : 1) || reserved != 0 || numbers > 5 || kind > 2) return null;
            if (words[1] < 0 || words[2] < 0 || (double)words[1] * words[2] > 1e15 || words[3] is not (0 or 1) || words[4] < 0) return null;
            SampleType[] types = [SampleType.Float64, SampleType.Float32, SampleType.Int32, SampleType.Int16, SampleType.UInt16, SampleType.UInt8];
            var classes = (MatClass[])[MatClass.Double, MatClass.Char, MatClass.Sparse];
            return new(isSwapped, types[numbers], classes[kind], words[1], words[2], words[3] == 1, words[4]);
        }
    }
}
