namespace Pons.Streams;

/// <summary>How one sample of one channel is stored in a file or sent by a device.</summary>
public enum SampleType
{
    /// <summary>8-bit whole number with sign.</summary>
    Int8,
    /// <summary>8-bit whole number without sign.</summary>
    UInt8,
    /// <summary>16-bit whole number with sign.</summary>
    Int16,
    /// <summary>16-bit whole number without sign.</summary>
    UInt16,
    /// <summary>24-bit whole number with sign.</summary>
    Int24,
    /// <summary>24-bit whole number without sign.</summary>
    UInt24,
    /// <summary>32-bit whole number with sign.</summary>
    Int32,
    /// <summary>32-bit whole number without sign.</summary>
    UInt32,
    /// <summary>64-bit whole number with sign; beyond 2^53 in size a value is rounded when it is read.</summary>
    Int64,
    /// <summary>64-bit whole number without sign; beyond 2^53 a value is rounded when it is read.</summary>
    UInt64,
    /// <summary>32-bit floating-point number.</summary>
    Float32,
    /// <summary>64-bit floating-point number.</summary>
    Float64,
    /// <summary>A decimal number written as text.</summary>
    Text,
}
