using Pons.Devices;
using Pons.Streams;
using Pons.Streams.Clocks;

namespace Pons.Tests.Devices;

public sealed class DeviceClockTests
{
    private static readonly ClockId Crystal = new("crystal");
    private readonly DeviceClock _clock = new();
    private readonly SampleOutput _output;

    public DeviceClockTests()
    {
        _output = new("test", _clock);
        _output.Begin(new(new StreamInfo("s", [new("C1")], 1000, Crystal)));
    }

    [Fact]
    public void Samples_of_a_fast_device_lie_where_they_arrived()
    {
        Send(0, 200, startMs: 5000, perSampleMs: 1 / 1.0002);
        var map = _clock.Map!;
        Assert.Equal(ClockFitState.Steady, _clock.State);
        Assert.InRange(map.DriftPartsPerMillion, -202, -198);
        var error = map.Convert(Timestamp.FromSeconds(Crystal, 15)) - new Timestamp(ClockId.Host, (long)((5000 + 15000 / 1.0002) * 1e6));
        Assert.InRange(Math.Abs(error.Nanoseconds), 0, map.UncertaintyNanoseconds);
    }

    [Fact]
    public void A_counted_gap_keeps_the_fit_and_an_estimated_one_begins_anew()
    {
        Send(0, 20);
        Send(3000, 20);
        Assert.Equal(0, _clock.Read(f => f.Restarts));
        _output.Lose(50, GapReason.Stamps, isEstimated: true);
        Send(5000, 20);
        Assert.Equal((1, ClockRestartReason.Gap), _clock.Read(f => (f.Restarts, f.LastRestart!.Value)));
    }

    [Fact]
    public void A_new_connection_begins_anew()
    {
        Send(0, 20);
        _output.Begin(_output.Stream!);
        Send(0, 20, startMs: 9000);
        Assert.Equal((1, ClockRestartReason.Reconnected), _clock.Read(f => (f.Restarts, f.LastRestart!.Value)));
    }

    /// <summary>Blocks of 100 samples that arrive with their last one.</summary>
    private void Send(long firstCounter, int blocks, double startMs = 0, double perSampleMs = 1)
    {
        for (var b = 0; b < blocks; b++)
        {
            var first = firstCounter + b * 100;
            _output.Arrive(new(ClockId.Host, (long)((startMs + (first + 99) * perSampleMs) * 1e6)));
            _output.Add(first, 100).Clear();
            _output.Flush();
        }
    }
}
