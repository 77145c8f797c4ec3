namespace Pons.Devices.FieldTrip;

/// <summary>How values are stored, as the wire numbers it.</summary>
public enum FieldTripType
{
    /// <summary>A character of 8 bits.</summary>
    Char,
    /// <summary>8 bits without sign.</summary>
    UInt8,
    /// <summary>16 bits without sign.</summary>
    UInt16,
    /// <summary>32 bits without sign.</summary>
    UInt32,
    /// <summary>64 bits without sign.</summary>
    UInt64,
    /// <summary>8 bits with sign.</summary>
    Int8,
    /// <summary>16 bits with sign.</summary>
    Int16,
    /// <summary>32 bits with sign.</summary>
    Int32,
    /// <summary>64 bits with sign.</summary>
    Int64,
    /// <summary>32-bit floating point.</summary>
    Float32,
    /// <summary>64-bit floating point.</summary>
    Float64,
}
