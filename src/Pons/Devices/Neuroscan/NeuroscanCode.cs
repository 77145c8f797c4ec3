namespace Pons.Devices.Neuroscan;

/// <summary>Codes and requests of the messages that are used.</summary>
internal static class NeuroscanCode
{
    // Acquire, CTRL
    public const ushort General = 1, Server = 2, Client = 3;
    public const ushort Version = 1, Closing = 2, ServerGone = 3;
    public const ushort StartAcquisition = 1;
    public const ushort StartData = 3, StopData = 4, BasicInfo = 5;

    // Acquire, DATA
    public const ushort Info = 1, Eeg = 2;
    public const ushort AcquireInfo = 3, Int16Block = 1, Int32Block = 2;

    // Curry 8, CTRL
    public const ushort FromServer = 1, FromClient = 2;
    public const ushort ChannelInfo = 3, CurryBasicInfo = 6, StartStreaming = 8, StopStreaming = 9;
    public const ushort AcquisitionStopped = 2;

    // Curry 8, DATA
    public const ushort Events = 3;
    public const ushort InfoVersion = 1, InfoBasic = 2, InfoChannels = 4;
    public const ushort Float32Block = 1, PackedBlock = 2, EventList = 3;
}
