namespace Pons.Devices.Intan;

/// <summary>Spikes between the thread that reads their port and the one that reads the waveforms. Keeps at most <see cref="Capacity"/>; more
/// are counted, not kept. Safe from any thread.</summary>
internal sealed class IntanSpikeInbox
{
    public const int Capacity = 65_536;
    private readonly Lock _gate = new();
    private List<IntanSpike> _in = [], _out = [];
    private long _dropped;

    public void Add(IntanSpike spike)
    {
        lock (_gate)
        {
            if (_in.Count < Capacity) _in.Add(spike);
            else _dropped++;
        }
    }

    /// <summary>Takes everything that came; valid until the next call.</summary>
    public List<IntanSpike> Take(out long dropped)
    {
        lock (_gate)
        {
            (dropped, _dropped) = (_dropped, 0);
            (_in, _out) = (_out, _in);
            _in.Clear();
        }

        return _out;
    }
}
