using Pons.Formats;

namespace Pons.Hdf5.Library;

/// <summary>A group or a data set, with its attributes.</summary>
internal abstract unsafe class Hdf5Node(Hdf5File file, Hdf5Handle handle, string path)
{
    private const int MostTextBytes = 1 << 20, MostNumbers = 1 << 16;

    /// <summary>Where it was found, such as <c>/acquisition/eeg</c>.</summary>
    public string Path { get; } = path;

    /// <summary>Last part of <see cref="Path"/>.</summary>
    public string Name => Path[(Path.LastIndexOf('/') + 1)..];

    public Hdf5File File { get; } = file;

    protected Hdf5Handle Handle { get; } = handle;

    /// <summary>An attribute as text; null when there is none, or it is no text.</summary>
    public string? Text(string attribute) => WithAttribute(attribute, (id, type, count) =>
        Hdf5Text.IsText(type) && count == 1 ? Hdf5Text.Read(File, type, 1, MostTextBytes, (memory, buffer) => Hdf5Calls.H5Aread(id, memory, buffer))?[0] : null);

    /// <summary>An attribute as a number; null when there is none.</summary>
    public double? Number(string attribute) => Numbers(attribute) is [var only] ? only : null;

    /// <summary>An attribute as numbers; null when there is none, or it has no numbers.</summary>
    public double[]? Numbers(string attribute) => WithAttribute(attribute, (id, type, count) =>
    {
        if (Hdf5NumberType.Of(type) is not { } stored || count > MostNumbers) return null;
        var (bytes, numbers) = (new byte[count * stored.Width], new double[count]);
        fixed (byte* first = bytes)
            if (count > 0 && Hdf5Calls.H5Aread(id, stored.Id, first) < 0) return null;
        stored.Convert(bytes, numbers);
        return numbers;
    });

    public bool Has(string attribute)
    {
        lock (Hdf5Library.Gate) return Hdf5Calls.H5Aexists(Handle, attribute) > 0;
    }

    public RecordingFormatException Fault(string what, string why, string remedy) => new(File.Name, null, $"{Path}: {what}", why, remedy);

    private delegate T? AttributeReader<T>(long attribute, long type, long count);

    private T? WithAttribute<T>(string name, AttributeReader<T> read) where T : class
    {
        lock (Hdf5Library.Gate)
        {
            if (Hdf5Calls.H5Aexists(Handle, name) <= 0) return null;
            using var attribute = new Hdf5Id(Hdf5Calls.H5Aopen(Handle, name, 0));
            if (attribute.Value < 0) return null;
            using var type = new Hdf5Id(Hdf5Calls.H5Aget_type(attribute.Value));
            using var space = new Hdf5Id(Hdf5Calls.H5Aget_space(attribute.Value));
            return type.Value < 0 || space.Value < 0 ? null : read(attribute.Value, type.Value, Hdf5Shape.Of(space.Value).Count);
        }
    }
}
