using System.Buffers.Binary;

namespace Pons.Devices.Cyton;

/// <summary>The 33 bytes of a packet: 0xA0, counter, eight values of 24 bits, six auxiliary bytes, and a footer that says what those are.</summary>
internal static class CytonPacket
{
    public const int Bytes = 33;
    public const int Channels = 8;
    public const byte Head = 0xA0;
    public const byte Acceleration = 0xC0, Raw = 0xC1, UserDefined = 0xC2;
    public const byte AccelerationTimeSet = 0xC3, AccelerationTime = 0xC4, RawTimeSet = 0xC5, RawTime = 0xC6;
    public const int AuxAt = 26, TimeAt = 28;

    /// <summary>g for one unit of the accelerometer.</summary>
    public const float Gravity = 0.002f / 16;

    /// <summary>µV for one unit at a gain of 1: 4.5 V over 2²³ − 1.</summary>
    public const double Microvolt = 4.5e6 / Int24.Most;

    public static bool IsFooter(byte footer) => footer is >= Acceleration and <= RawTime;

    public static bool HasTime(byte footer) => footer is >= AccelerationTimeSet and <= RawTime;

    public static bool HasAcceleration(byte footer) => footer is Acceleration or AccelerationTimeSet or AccelerationTime;

    public static short Aux(ReadOnlySpan<byte> packet, int index) => BinaryPrimitives.ReadInt16BigEndian(packet[(AuxAt + index * 2)..]);

    public static uint Milliseconds(ReadOnlySpan<byte> packet) => BinaryPrimitives.ReadUInt32BigEndian(packet[TimeAt..]);
}
