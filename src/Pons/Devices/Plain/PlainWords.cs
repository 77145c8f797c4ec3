namespace Pons.Devices.Plain;

/// <summary>How the bytes come.</summary>
internal enum PlainTransport
{
    Tcp,
    Udp,
}

/// <summary>How a value is written.</summary>
internal enum PlainSampleType
{
    Int8,
    Uint8,
    Int16,
    Uint16,
    Int24,
    Int32,
    Float32,
    Float64,
}

/// <summary>Which byte of a number comes first: that of the ones, or that of the highest power.</summary>
internal enum PlainByteOrder
{
    Little,
    Big,
}

/// <summary>What follows a value: that of the next channel, or the next sample of its channel.</summary>
internal enum PlainOrder
{
    SampleMajor,
    ChannelMajor,
}

/// <summary>How a frame is checked: not, by the sum of its bytes modulo 256, or by their exclusive or.</summary>
internal enum PlainChecksum
{
    None,
    Sum,
    Xor,
}

/// <summary>What the counter of a frame counts.</summary>
internal enum PlainCount
{
    Frames,
    Samples,
}
