using Pons.Hdf5;
using Pons.Hdf5.Library;

namespace Pons.Tests.Hdf5;

/// <summary>Makes HDF5 files for tests; skips the test that asks where libhdf5 is not installed.</summary>
internal static class Hdf5Made
{
    public static void SkipWithoutLibrary()
    {
        Hdf5Formats.Register();
        Assert.SkipUnless(Hdf5Library.UnavailableBecause is null, Hdf5Library.UnavailableBecause ?? "");
    }

    /// <summary>The bytes of a file that <paramref name="fill"/> filled.</summary>
    public static byte[] Bytes(Action<Hdf5Writer> fill)
    {
        SkipWithoutLibrary();
        using var folder = new TemporaryFolder();
        var path = folder.PathOf("made.h5");
        using (var file = new Hdf5Writer(path)) fill(file);
        return File.ReadAllBytes(path);
    }

    public static Hdf5Handle Doubles(this Hdf5Writer file, Hdf5Handle parent, string name, ulong[] lengths, params double[] values)
    {
        var data = file.Dataset(parent, name, "H5T_IEEE_F64LE_g", lengths);
        file.Fill<double>(data, "H5T_NATIVE_DOUBLE_g", values);
        return data;
    }

    public static Hdf5Handle Shorts(this Hdf5Writer file, Hdf5Handle parent, string name, ulong[] lengths, params short[] values)
    {
        var data = file.Dataset(parent, name, "H5T_STD_I16LE_g", lengths);
        file.Fill<short>(data, "H5T_NATIVE_SHORT_g", values);
        return data;
    }

    /// <summary>Texts of one length each.</summary>
    public static unsafe void Texts(this Hdf5Writer file, Hdf5Handle parent, string name, ulong[] lengths, params string[] values)
    {
        var width = values.Max(v => System.Text.Encoding.UTF8.GetByteCount(v)) + 1;
        lock (Hdf5Library.Gate)
        {
            using var type = new Hdf5Id(Hdf5Calls.H5Tcopy(Hdf5Library.TypeNamed("H5T_C_S1_g")));
            _ = Hdf5Calls.H5Tset_size(type.Value, (nuint)width);
            using var space = new Hdf5Id(lengths.Length == 0 ? Hdf5Calls.H5Screate(0) : Hdf5Calls.H5Screate_simple(lengths.Length, lengths, 0));
            using var data = new Hdf5Handle(Hdf5Calls.H5Dcreate2(parent, name, type.Value, space.Value, 0, 0, 0));
            var bytes = new byte[width * values.Length];
            for (var i = 0; i < values.Length; i++) System.Text.Encoding.UTF8.GetBytes(values[i], bytes.AsSpan(i * width));
            fixed (byte* first = bytes) _ = Hdf5Calls.H5Dwrite(data, type.Value, 0, 0, 0, first);
        }
    }

    public static void Text(this Hdf5Writer file, Hdf5Handle parent, string name, string value) => file.Texts(parent, name, [], value);
}
