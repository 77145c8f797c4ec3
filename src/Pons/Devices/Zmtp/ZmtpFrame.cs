namespace Pons.Devices.Zmtp;

/// <summary>Header of a frame: its own length, the length of the body, and whether more frames of the message follow.</summary>
internal readonly record struct ZmtpFrame(int HeaderBytes, int BodyBytes, bool HasMore, bool IsCommand)
{
    public int Bytes => HeaderBytes + BodyBytes;
}
