using System.Buffers.Binary;

namespace Pons.Certification.Measurements;

/// <summary>What goes over a transport that is measured: 4 ms of 64 channels at 1 kHz as floats, with a number to know it by.</summary>
internal static class EegMessage
{
    public const int Bytes = 64 * 4 * sizeof(float);

    public static byte[] New() => new byte[Bytes];

    public static void SetNumber(Span<byte> message, int number) => BinaryPrimitives.WriteInt32LittleEndian(message, number);

    public static int NumberOf(ReadOnlySpan<byte> message) => BinaryPrimitives.ReadInt32LittleEndian(message);
}
