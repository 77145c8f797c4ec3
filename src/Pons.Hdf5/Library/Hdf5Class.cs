namespace Pons.Hdf5.Library;

/// <summary>Classes of types (<c>H5T_class_t</c>).</summary>
internal enum Hdf5Class
{
    None = -1,
    Integer = 0,
    Float = 1,
    Text = 3,
    Opaque = 5,
    Compound = 6,
    Reference = 7,
    Enumeration = 8,
    Variable = 9,
}
