using System.Text;

namespace Pons.Hdf5.Library;

/// <summary>A group: named links to groups and data sets.</summary>
internal sealed unsafe class Hdf5Group(Hdf5File file, Hdf5Handle handle, string path) : Hdf5Node(file, handle, path)
{
    /// <summary>The most links that are looked at; a group with more is no description of a recording.</summary>
    private const int MostLinks = 200_000, MostNameBytes = 4096;

    private const int GroupKind = 2, DatasetKind = 5;

    /// <summary>Names of all links, in increasing order.</summary>
    public List<string> Names()
    {
        lock (Hdf5Library.Gate)
        {
            if (Hdf5Calls.H5Gget_info(Handle, out var info) < 0) throw Damaged("what it holds");
            var names = new List<string>();
            var name = stackalloc byte[MostNameBytes];
            for (var i = 0UL; i < Math.Min(info.LinkCount, MostLinks); i++)
            {
                var length = Hdf5Calls.H5Lget_name_by_idx(Handle, ".", 0, 0, i, name, MostNameBytes, 0);
                if (length < 0) throw Damaged($"the name of its link {i}");
                names.Add(Encoding.UTF8.GetString(name, (int)Math.Min(length, MostNameBytes - 1)));
            }

            return names;
        }
    }

    /// <summary>A group or data set by its path from here; null when there is none, or it lies in another file.</summary>
    public Hdf5Node? Find(string relative)
    {
        lock (Hdf5Library.Gate)
        {
            var parts = relative.Split('/');
            for (var i = 1; i <= parts.Length; i++)
                if (Hdf5Calls.H5Lexists(Handle, string.Join('/', parts[..i]), 0) <= 0) return null;
            var id = Hdf5Calls.H5Oopen(Handle, relative, 0);
            return id < 0 ? null : NodeOf(File, id, $"{Path.TrimEnd('/')}/{relative}");
        }
    }

    public Hdf5Group? Group(string relative) => Find(relative) as Hdf5Group;

    public Hdf5Dataset? Dataset(string relative) => Find(relative) as Hdf5Dataset;

    /// <summary>The text of a data set; empty when there is none.</summary>
    public string TextOf(string relative) => Dataset(relative)?.Texts() is [var only, ..] ? only : "";

    /// <summary>The number of a data set; null when there is none.</summary>
    public double? NumberOf(string relative) => Dataset(relative) is { Shape.Count: 1 } data ? data.Numbers() is [var only] ? only : null : null;

    /// <summary>What an identifier stands for; under the gate.</summary>
    public static Hdf5Node? NodeOf(Hdf5File file, long id, string path)
    {
        var handle = new Hdf5Handle(id);
        switch (Hdf5Calls.H5Iget_type(id))
        {
            case GroupKind: return new Hdf5Group(file, handle, path);
            case DatasetKind: return new Hdf5Dataset(file, handle, path);
            default:
                handle.Dispose();
                return null;
        }
    }

    private Pons.Formats.RecordingFormatException Damaged(string what) => Fault($"The library libhdf5 cannot read {what}.",
        "The group is damaged, and what lies in it is lost.", "Copy the file again from where it was saved.");
}
