using System.Collections.Immutable;

namespace Pons.Devices.Emulation;

/// <summary>What an emulator did: the truth that a recording of it is compared with. Safe from any thread.</summary>
public sealed class EmulatorLog
{
    private readonly Lock _gate = new();
    private readonly List<InjectedFault> _faults = [];
    private long _sent;
    private long? _first;

    /// <summary>The faults in order.</summary>
    public ImmutableArray<InjectedFault> Faults
    {
        get
        {
            lock (_gate) return [.. _faults];
        }
    }

    /// <summary>Samples that were sent, each counted once.</summary>
    public long SentSamples => Volatile.Read(ref _sent);

    /// <summary>The first sample that was sent to a client; <see langword="null"/> before.</summary>
    public long? FirstSample
    {
        get
        {
            lock (_gate) return _first;
        }
    }

    /// <summary>Samples that were lost on purpose behind the first one that was sent.</summary>
    public long LostSamples => Faults.Sum(f => f.SampleCount);

    internal void Sent(EmulatedPacket packet)
    {
        lock (_gate) _first ??= packet.FirstSample;
        Interlocked.Add(ref _sent, packet.SampleCount);
    }

    internal void Add(InjectedFault fault)
    {
        lock (_gate)
        {
            // Losses in a row are one gap.
            if (fault.SampleCount > 0 && _faults.Count > 0 && _faults[^1] is var last && last.SampleCount > 0 && last.Kind == fault.Kind
                && last.FirstSample + last.SampleCount == fault.FirstSample)
                _faults[^1] = last with { SampleCount = last.SampleCount + fault.SampleCount };
            else
                _faults.Add(fault);
        }
    }
}
