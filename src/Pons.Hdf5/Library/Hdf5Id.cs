namespace Pons.Hdf5.Library;

/// <summary>An identifier that lives for a few lines: a type, a space, a list of properties. Use and dispose under the gate.</summary>
internal readonly struct Hdf5Id(long id) : IDisposable
{
    public long Value => id;

    public void Dispose()
    {
        if (id > 0) _ = Hdf5Calls.H5Idec_ref(id);
    }
}
