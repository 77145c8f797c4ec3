using System.Buffers.Binary;

namespace Pons.Devices.Wav;

/// <summary>What the chunk <c>fmt </c> says.</summary>
/// <param name="IsFloat">Whether values are IEEE floats, else whole numbers.</param>
/// <param name="Channels">Number of channels.</param>
/// <param name="RateHz">Frames per second.</param>
/// <param name="ValueBytes">Bytes of one value.</param>
internal sealed record WavFormat(bool IsFloat, int Channels, int RateHz, int ValueBytes)
{
    public const int LeastBytes = 16, MostBytes = 256;
    private const int Pcm = 1, Float = 3, Extensible = 0xFFFE;
    private const int LargestChannelCount = 1024;

    public int FrameBytes => Channels * ValueBytes;

    /// <summary>Whether a 32-bit float cannot hold every value.</summary>
    public bool IsWide => ValueBytes == 8 || (ValueBytes == 4 && !IsFloat);

    /// <summary>Reads the body of the chunk, of at least 16 bytes.</summary>
    /// <exception cref="DeviceException">It is a format that Pons does not read, or numbers that cannot be.</exception>
    public static WavFormat Read(ReadOnlySpan<byte> body, string device)
    {
        var tag = BinaryPrimitives.ReadUInt16LittleEndian(body);
        if (tag == Extensible && body.Length >= 26) tag = BinaryPrimitives.ReadUInt16LittleEndian(body[24..]);
        var channels = BinaryPrimitives.ReadUInt16LittleEndian(body[2..]);
        var rate = BinaryPrimitives.ReadUInt32LittleEndian(body[4..]);
        var frame = BinaryPrimitives.ReadUInt16LittleEndian(body[12..]);
        var bits = BinaryPrimitives.ReadUInt16LittleEndian(body[14..]);
        if (tag is not (Pcm or Float)) throw Wrong(device, $"its coding is {tag}, neither PCM (1) nor float (3).");
        if (tag == Pcm ? bits is not (8 or 16 or 24 or 32) : bits is not (32 or 64))
            throw Wrong(device, $"it has {bits} bits a value in coding {tag}.");
        if (channels is 0 or > LargestChannelCount) throw Wrong(device, $"it has {channels} channels, not 1 to {LargestChannelCount}.");
        if (rate is 0 or > 1_000_000) throw Wrong(device, $"it has {rate} samples a second, not 1 to 1000000.");
        if (frame != channels * bits / 8) throw Wrong(device, $"a frame of {channels} channels with {bits} bits is said to have {frame} bytes.");
        return new(tag == Float, channels, (int)rate, bits / 8);
    }

    /// <summary>A value as part of full scale, −1 to 1.</summary>
    public double Value(ReadOnlySpan<byte> at) => (IsFloat, ValueBytes) switch
    {
        (true, 4) => BinaryPrimitives.ReadSingleLittleEndian(at),
        (true, _) => BinaryPrimitives.ReadDoubleLittleEndian(at),
        (_, 1) => (at[0] - 128) / 128.0,
        (_, 2) => BinaryPrimitives.ReadInt16LittleEndian(at) / 32768.0,
        (_, 3) => Int24.ReadLittleEndian(at) / 8388608.0,
        _ => BinaryPrimitives.ReadInt32LittleEndian(at) / 2147483648.0,
    };

    private static DeviceException Wrong(string device, string what) => new(
        device, what, "Its values cannot be read.",
        "Write it as PCM with 8, 16, 24 or 32 bits or as float, such as with 'sox IN -b 24 OUT.wav'.")
    { IsFinal = true, Code = DeviceFaultCode.Settings };
}
