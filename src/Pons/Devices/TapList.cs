using System.Collections.Immutable;

namespace Pons.Devices;

/// <summary>Several taps as one. A tap that is added late is told the stream first. Adding is safe from any thread.</summary>
internal sealed class TapList : SampleTap
{
    private readonly Lock _gate = new();
    private ImmutableArray<SampleTap> _taps = [];
    private DeviceStream? _stream;

    public void Add(SampleTap tap)
    {
        lock (_gate)
        {
            if (_stream is { } stream) tap.Begin(stream);
            _taps = _taps.Add(tap);
        }
    }

    public void Remove(SampleTap tap)
    {
        lock (_gate) _taps = _taps.Remove(tap);
    }

    public override void Begin(DeviceStream stream)
    {
        lock (_gate)
        {
            _stream = stream;
            foreach (var tap in _taps) tap.Begin(stream);
        }
    }

    public override void Take(SampleRun run)
    {
        lock (_gate)
            foreach (var tap in _taps) tap.Take(run);
    }

    public override void Take(DeviceNotice notice)
    {
        lock (_gate)
            foreach (var tap in _taps) tap.Take(notice);
    }

    public override void Take(ClockProbe probe)
    {
        lock (_gate)
            foreach (var tap in _taps) tap.Take(probe);
    }

    public override void End(Exception? fault)
    {
        lock (_gate)
            foreach (var tap in _taps) tap.End(fault);
    }
}
