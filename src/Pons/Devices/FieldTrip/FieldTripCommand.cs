namespace Pons.Devices.FieldTrip;

/// <summary>Commands and answers of the buffer protocol.</summary>
internal static class FieldTripCommand
{
    public const ushort PutHeader = 0x0101, PutData = 0x0102, PutEvents = 0x0103, PutOk = 0x0104, PutError = 0x0105;
    public const ushort GetHeader = 0x0201, GetData = 0x0202, GetEvents = 0x0203, GetOk = 0x0204, GetError = 0x0205;
    public const ushort FlushHeader = 0x0301, FlushData = 0x0302, FlushEvents = 0x0303, FlushOk = 0x0304, FlushError = 0x0305;
    public const ushort WaitData = 0x0402, WaitOk = 0x0404, WaitError = 0x0405;
    public const ushort PutHeaderSilently = 0x0501, PutDataSilently = 0x0502, PutEventsSilently = 0x0503;
}
