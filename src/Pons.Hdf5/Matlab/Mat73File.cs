using System.Collections.Immutable;
using System.Text;
using Pons.Formats;
using Pons.Formats.Mat;
using Pons.Hdf5.Library;

namespace Pons.Hdf5.Matlab;

/// <summary>
/// A file of MATLAB 7.3: HDF5 behind a text of 512 bytes. Each variable is a data set or a group; the attribute <c>MATLAB_class</c> says
/// what it is, cells and arrays of structs are references into the group <c>#refs#</c>.
/// </summary>
internal sealed class Mat73File : MatContainer
{
    private const int MostDepth = 40, PreambleBytes = 116;
    private readonly Hdf5File _file;
    private readonly MatAllowance _allowance;

    public Mat73File(RecordingFiles files, string? name = null)
        : base(name ?? files.Name)
    {
        Preamble = files.FirstBytes.Span.StartsWith("MATLAB"u8)
            ? Encoding.Latin1.GetString(files.FirstBytes.Span[..Math.Min(PreambleBytes, files.FirstBytes.Length)]).Trim('\0', ' ') : "";
        _file = Hdf5File.Open(files);
        try
        {
            _allowance = new(File, _file.Bytes);
            Variables = [.. _file.Root.Names().Where(n => !n.StartsWith('#')).Select((n, i) => VariableOf(n, i)).OfType<MatVariable>()];
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    public override string Version => "MAT 7.3";

    public override string Preamble { get; }

    public override ImmutableArray<MatVariable> Variables { get; }

    /// <summary>Whether a file begins as one of this version does.</summary>
    public static bool Recognise(ReadOnlySpan<byte> first) => first.StartsWith("MATLAB 7.3 MAT-file"u8);

    public override MatValue Read(MatVariable variable) => _file.Root.Find(variable.Name) is { } node
        ? Value(node, 0)
        : throw Fault(null, $"The variable '{variable.Name}' cannot be read.", "It is damaged.", "Save the file again.");

    public override void Dispose() => _file.Dispose();

    private MatVariable? VariableOf(string name, int number)
    {
        if (_file.Root.Find(name) is not { } node) return null;
        var (kind, size) = node switch
        {
            Hdf5Group group => (group.Has("MATLAB_sparse") ? MatClass.Sparse : MatClass.Struct, MatValue.Single),
            Hdf5Dataset data => (KindOf(data), SizeOf(data)),
            _ => (MatClass.Unknown, MatValue.Single),
        };
        return new(name, kind, size, number);
    }

    private MatValue Value(Hdf5Node? node, int depth)
    {
        _allowance.Take(0, 128);
        if (depth > MostDepth)
            throw Fault(null, $"{node?.Path}: values lie in each other more than {MostDepth} deep.", "They cannot be taken apart.", "Save the file again.");
        return node switch
        {
            Hdf5Group group when group.Has("MATLAB_sparse") => new MatUnread(MatClass.Sparse, MatValue.Single),
            Hdf5Group group => Struct(group, depth),
            Hdf5Dataset data => Value(data, depth),
            _ => new MatUnread(MatClass.Unknown, MatValue.Single),
        };
    }

    private MatValue Value(Hdf5Dataset data, int depth)
    {
        var (kind, size) = (KindOf(data), SizeOf(data));
        if (kind == MatClass.Cell) return new MatCell(size, Cells(data, MatValue.CountOf(size), depth));
        if (MatValue.CountOf(size) == 0)
            return kind switch
            {
                MatClass.Char => new MatText(size, [""]),
                MatClass.Struct => new MatStruct(size, [], []),
                _ => new MatUnread(kind, size),
            };
        if (kind == MatClass.Char) return Characters(data, size);
        var isNumber = kind is >= MatClass.Double and <= MatClass.UInt64 && data.StoredAs is not null && !data.IsOutOfReach;
        return isNumber ? new Hdf5MatArray(kind, size, data) : new MatUnread(kind, size);
    }

    private static MatClass KindOf(Hdf5Dataset data) => data.Text("MATLAB_class") switch
    {
        "double" => MatClass.Double,
        "single" => MatClass.Single,
        "int8" => MatClass.Int8,
        "uint8" or "logical" => MatClass.UInt8,
        "int16" => MatClass.Int16,
        "uint16" => MatClass.UInt16,
        "int32" => MatClass.Int32,
        "uint32" => MatClass.UInt32,
        "int64" => MatClass.Int64,
        "uint64" => MatClass.UInt64,
        "char" => MatClass.Char,
        "cell" => MatClass.Cell,
        "struct" => MatClass.Struct,
        "function_handle" => MatClass.Function,
        null when data.StoredAs is not null => MatClass.Double,
        _ => MatClass.Opaque,
    };

    /// <summary>An empty array stores its dimensions in place of numbers.</summary>
    private static ImmutableArray<long> SizeOf(Hdf5Dataset data)
    {
        if (data.Number("MATLAB_empty") is not (null or 0))
        {
            var stated = data.Shape.Count is >= 2 and <= 32 ? data.Numbers() : null;
            return stated is not null && stated.All(s => s is >= 0 and < 1e9) && stated.Contains(0) ? [.. stated.Select(s => (long)s)] : [0, 0];
        }

        var size = data.Shape.Lengths.Reverse().ToImmutableArray();
        return size.Length switch { 0 => MatValue.Single, 1 => [size[0], 1], _ => size };
    }

    private MatText Characters(Hdf5Dataset data, ImmutableArray<long> size)
    {
        _allowance.Take(0, data.Shape.Count * 10);
        var codes = data.Numbers() ?? [];
        var rows = (int)size[0];
        var columns = codes.Length / Math.Max(1, rows);
        return new(size, [.. Enumerable.Range(0, rows).Select(r => new string([.. Enumerable.Range(0, columns)
            .Select(c => (char)Math.Clamp(codes[c * rows + r], 0, 0xFFFF))]))]);
    }

    /// <summary>One struct has its fields as members; an array of them has for each field the references of all elements.</summary>
    private MatStruct Struct(Hdf5Group group, int depth)
    {
        var fields = group.Names().ToImmutableArray();
        _allowance.Take(0, fields.Length * 64L);
        var members = fields.Select(group.Find).ToList();
        if (members is [Hdf5Dataset { Class: Hdf5Class.Reference } first, ..] && members.TrueForAll(m => IsElements(m, first)))
        {
            var columns = members.ConvertAll(m => Cells((Hdf5Dataset)m!, first.Shape.Count, depth));
            var size = SizeOf(first);
            return new(size, fields, [.. Enumerable.Range(0, (int)first.Shape.Count).SelectMany(i => columns.Select(c => c[i]))]);
        }

        return new(MatValue.Single, fields, [.. members.Select(m => Value(m, depth + 1))]);
    }

    private static bool IsElements(Hdf5Node? member, Hdf5Dataset first) =>
        member is Hdf5Dataset { Class: Hdf5Class.Reference } data && data.Shape.Count == first.Shape.Count && !data.Has("MATLAB_class");

    private ImmutableArray<MatValue> Cells(Hdf5Dataset data, long count, int depth)
    {
        if (count == 0) return [];
        _allowance.Take(0, count * 8);
        var cells = data.References(count) ?? throw Fault(null, $"{data.Path}: a cell array holds no references.", "Its cells cannot be found.", "Save the file again.");
        return [.. cells.Select(c => Value(c, depth + 1))];
    }
}
