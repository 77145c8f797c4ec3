using System.Buffers;

namespace Pons.Devices.Lsl;

/// <summary>Encoded samples that wait for several inlets; goes back to its outlet when the last one has sent it.</summary>
internal sealed class LslChunk(Action<LslChunk> giveBack)
{
    private int _holders;

    /// <summary>The encoded samples.</summary>
    public ArrayBufferWriter<byte> Bytes { get; } = new(1024);

    /// <summary>Number of samples.</summary>
    public int SampleCount { get; private set; }

    /// <summary>Empties it for new samples, held by whoever fills it.</summary>
    public void Begin(int sampleCount)
    {
        Bytes.ResetWrittenCount();
        (SampleCount, _holders) = (sampleCount, 1);
    }

    public void Hold() => Interlocked.Increment(ref _holders);

    public void Release()
    {
        if (Interlocked.Decrement(ref _holders) == 0) giveBack(this);
    }
}
