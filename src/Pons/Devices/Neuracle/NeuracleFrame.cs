using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Pons.Devices.Neuracle;

/// <summary>
/// Layout of one sample of all channels as Neuracle's data service sends it: float32 little endian a channel, the trigger last. Frames have
/// neither header nor counter; what tells one from a piece of another is only whether its numbers can be. Immutable.
/// </summary>
/// <param name="ChannelCount">Channels of signal, without the trigger.</param>
/// <param name="HasIntegerTrigger">Whether the trigger is an int32 instead of a float32.</param>
public sealed record NeuracleFrame(int ChannelCount, bool HasIntegerTrigger)
{
    private const float Largest = 1e7f;
    private const float Smallest = 1e-20f;
    private const int LargestTrigger = ushort.MaxValue;

    /// <summary>Bytes of one frame.</summary>
    public int Bytes => (ChannelCount + 1) * sizeof(float);

    /// <summary>
    /// Whether the numbers can be what they should be: the trigger a whole number from 0 to 65535, each channel 0 or of a size between
    /// 1e-20 and 1e7 µV. A frame that is cut elsewhere breaks that within a few samples.
    /// </summary>
    /// <param name="frame">Bytes of one frame.</param>
    public bool IsPlausible(ReadOnlySpan<byte> frame)
    {
        if (!(Trigger(frame) is var trigger and >= 0 and <= LargestTrigger) || trigger != Math.Floor(trigger)) return false;
        for (var c = 0; c < ChannelCount; c++)
        {
            var size = Math.Abs(Value(frame, c));
            if (size != 0 && !(size is >= Smallest and <= Largest)) return false;
        }

        return true;
    }

    /// <summary>The trigger of a frame; not a number when the bytes are none.</summary>
    /// <param name="frame">Bytes of one frame.</param>
    public double Trigger(ReadOnlySpan<byte> frame) =>
        HasIntegerTrigger ? BinaryPrimitives.ReadInt32LittleEndian(frame[(ChannelCount * sizeof(float))..]) : Value(frame, ChannelCount);

    /// <summary>Reads whole frames.</summary>
    /// <param name="frames">Bytes of whole frames.</param>
    /// <param name="into">Takes the values [sample × channel], the trigger last.</param>
    public void Read(ReadOnlySpan<byte> frames, Span<float> into)
    {
        if (BitConverter.IsLittleEndian) MemoryMarshal.Cast<byte, float>(frames).CopyTo(into);
        else for (var i = 0; i < into.Length; i++) into[i] = Value(frames, i);
        if (!HasIntegerTrigger) return;
        for (var at = ChannelCount; at < into.Length; at += ChannelCount + 1)
            into[at] = BinaryPrimitives.ReadInt32LittleEndian(frames[(at * sizeof(float))..]);
    }

    private static float Value(ReadOnlySpan<byte> bytes, int number) => BinaryPrimitives.ReadSingleLittleEndian(bytes[(number * sizeof(float))..]);
}
