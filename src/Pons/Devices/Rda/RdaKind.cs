namespace Pons.Devices.Rda;

/// <summary>Kinds of messages that are used; others are passed over.</summary>
internal enum RdaKind : uint
{
    Start = 1,
    Int16Data = 2,
    Stop = 3,
    Float32Data = 4,
    KeepAlive = 10000,
}
