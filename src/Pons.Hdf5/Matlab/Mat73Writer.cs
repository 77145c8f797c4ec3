using System.Text;
using Pons.Formats.Mat;
using Pons.Hdf5.Library;

namespace Pons.Hdf5.Matlab;

/// <summary>Writes a file of MATLAB 7.3 with one struct, laid out as MATLAB itself does.</summary>
internal sealed class Mat73Writer : IDisposable
{
    private const int HeaderBytes = 512, VersionAt = 124;
    private const string ReferenceGroup = "#refs#";
    private readonly Hdf5Writer _file;
    private Hdf5Handle? _references;
    private int _referenceCount;

    private Mat73Writer(string path) => _file = new(path, HeaderBytes);

    public static void Write(string path, string name, MatStructNode structure)
    {
        using (var writer = new Mat73Writer(path)) writer.Write(writer._file.Root, name, structure);
        WriteHeader(path);
    }

    public void Dispose()
    {
        _references?.Dispose();
        _file.Dispose();
    }

    /// <summary>The text by which programs know the version; no time and no name of a computer go into it.</summary>
    private static void WriteHeader(string path)
    {
        var header = new byte[128];
        header.AsSpan(0, 116).Fill((byte)' ');
        Encoding.ASCII.GetBytes("MATLAB 7.3 MAT-file, written by Pons. HDF5 schema 1.00 .", header);
        (header[VersionAt], header[VersionAt + 1]) = (0, 2);
        "IM"u8.CopyTo(header.AsSpan(VersionAt + 2));
        using var file = new FileStream(path, FileMode.Open, FileAccess.Write);
        file.Write(header);
    }

    private void Write(Hdf5Handle parent, string name, MatNode value)
    {
        switch (value)
        {
            case MatStructNode { Elements.Length: 1 } one: WriteStruct(parent, name, one); break;
            case MatStructNode many: WriteStructs(parent, name, many); break;
            case { Size: var size } when MatValue.CountOf(size) == 0: WriteEmpty(parent, name, value); break;
            case MatTextNode text: WriteText(parent, name, text); break;
            case MatNumbersNode numbers: WriteNumbers(parent, name, numbers); break;
            case MatSamplesNode samples: WriteSamples(parent, name, samples); break;
        }
    }

    private void WriteStruct(Hdf5Handle parent, string name, MatStructNode one)
    {
        using var group = _file.Group(parent, name);
        _file.Attribute(group, "MATLAB_class", "struct");
        foreach (var (field, value) in one.Fields.Zip(one.Elements[0])) Write(group, field, value);
    }

    /// <summary>Each field becomes a column of references; what they lead to lies in a group of its own.</summary>
    private void WriteStructs(Hdf5Handle parent, string name, MatStructNode many)
    {
        using var group = _file.Group(parent, name);
        _file.Attribute(group, "MATLAB_class", "struct");
        for (var f = 0; f < many.Fields.Length; f++)
        {
            var references = new ulong[many.Elements.Length];
            for (var i = 0; i < references.Length; i++) references[i] = Refer(many.Elements[i][f]);
            using var data = _file.Dataset(group, many.Fields[f], "H5T_STD_REF_OBJ_g", (ulong)references.Length, 1);
            _file.Fill<ulong>(data, "H5T_STD_REF_OBJ_g", references);
        }
    }

    private ulong Refer(MatNode value)
    {
        _references ??= _file.Group(_file.Root, ReferenceGroup);
        var name = $"v{_referenceCount++}";
        Write(_references, name, value);
        return _file.Reference($"{ReferenceGroup}/{name}");
    }

    /// <summary>An empty array stores its dimensions.</summary>
    private void WriteEmpty(Hdf5Handle parent, string name, MatNode value)
    {
        using var data = _file.Dataset(parent, name, "H5T_STD_U64LE_g", (ulong)value.Size.Length);
        _file.Fill<ulong>(data, "H5T_NATIVE_UINT64_g", [.. value.Size.Select(s => (ulong)s)]);
        _file.Attribute(data, "MATLAB_class", value.Class == MatClass.Char ? "char" : "double");
        _file.Attribute(data, "MATLAB_empty", 1);
        if (value.Class == MatClass.Char) _file.Attribute(data, "MATLAB_int_decode", 2);
    }

    private void WriteText(Hdf5Handle parent, string name, MatTextNode text)
    {
        using var data = _file.Dataset(parent, name, "H5T_STD_U16LE_g", (ulong)text.Characters.Length, 1);
        _file.Fill<char>(data, "H5T_NATIVE_USHORT_g", text.Characters);
        _file.Attribute(data, "MATLAB_class", "char");
        _file.Attribute(data, "MATLAB_int_decode", 2);
    }

    private void WriteNumbers(Hdf5Handle parent, string name, MatNumbersNode numbers)
    {
        using var data = _file.Dataset(parent, name, "H5T_IEEE_F64LE_g", (ulong)numbers.Size[1], (ulong)numbers.Size[0]);
        _file.Fill<double>(data, "H5T_NATIVE_DOUBLE_g", numbers.Numbers.AsSpan());
        _file.Attribute(data, "MATLAB_class", "double");
    }

    private void WriteSamples(Hdf5Handle parent, string name, MatSamplesNode samples)
    {
        var type = samples.IsDouble ? "H5T_IEEE_F64LE_g" : "H5T_IEEE_F32LE_g";
        using var data = _file.Dataset(parent, name, type, (ulong)samples.Columns, (ulong)samples.Rows);
        _file.Attribute(data, "MATLAB_class", samples.IsDouble ? "double" : "single");
        using var rows = new Hdf5RowStream(_file, data, type, (int)samples.Rows, samples.IsDouble ? 8 : 4);
        samples.WriteSamples(rows);
    }
}
