using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace Pons.Devices.Emulation;

/// <summary>Gives out the packets of an emulated device at their time, without those that its script loses and in the order that it sends
/// them. The time of the device begins with <see cref="PacketsAsync"/>.</summary>
/// <param name="plan">What is sent.</param>
/// <param name="log">Where losses are noted.</param>
/// <param name="clock">By which packets are held back.</param>
/// <param name="isDatagram">Whether the transport can reorder and repeat packets.</param>
public sealed class PacketPacer(EmulationPlan plan, EmulatorLog log, TimeProvider clock, bool isDatagram)
{
    private readonly Queue<Fault> _faults = new(plan.Faults.Faults.OrderBy(f => f.AtSeconds));
    private readonly SplitMix _random = new((ulong)plan.Faults.Seed);
    private double _stalledUntil;
    private long _toLose;

    /// <summary>Gives out packets until cancelled.</summary>
    /// <param name="cancellation">Ends it.</param>
    public async IAsyncEnumerable<EmulatedPacket> PacketsAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var begun = clock.GetTimestamp();
        EmulatedPacket? held = null;
        for (long number = 0; ; number++)
        {
            var due = DueSeconds(number);
            var before = FaultsUntil(due);
            await WaitAsync(begun, Math.Max(Burst(due), _stalledUntil), cancellation).ConfigureAwait(false);
            var packet = new EmulatedPacket(number * plan.PacketSamples, plan.PacketSamples, number, before, MarkerIn(number));
            if (IsLost())
            {
                log.Add(new(FaultKind.Lose, packet.FirstSample, packet.SampleCount));
                continue;
            }

            if (isDatagram && before.Any(f => f.Kind == FaultKind.Reorder) && held is null)
            {
                held = packet;
                continue;
            }

            yield return packet;
            if (isDatagram && before.FirstOrDefault(f => f.Kind == FaultKind.Duplicate) is { } twice)
            {
                log.Add(new(FaultKind.Duplicate, packet.FirstSample, 0));
                for (var i = 0; i < Math.Max(1, (int)twice.Amount); i++) yield return packet with { Before = [] };
            }

            if (held is null) continue;
            // The receiver counts it as missing when its successor comes, and as late when it comes itself.
            log.Add(new(FaultKind.Reorder, held.FirstSample, held.SampleCount));
            yield return held with { Before = [] };
            held = null;
        }
    }

    /// <summary>When a packet is complete, in seconds of the host since the start.</summary>
    private double DueSeconds(long number) =>
        (number + 1) * plan.PacketSamples / plan.RateHz / (1 + plan.Faults.SkewPartsPerMillion * 1e-6);

    private double Burst(double due)
    {
        var every = plan.Faults.BurstMilliseconds / 1000;
        return every > 0 ? Math.Ceiling(due / every) * every : due;
    }

    private ImmutableArray<Fault> FaultsUntil(double due)
    {
        if (!_faults.TryPeek(out var next) || next.AtSeconds > due) return [];
        var faults = ImmutableArray.CreateBuilder<Fault>();
        while (_faults.TryPeek(out next) && next.AtSeconds <= due)
        {
            faults.Add(_faults.Dequeue());
            if (next.Kind == FaultKind.Lose) _toLose += (long)next.Amount;
            if (next.Kind == FaultKind.Stall) _stalledUntil = Stall(due, next);
        }

        return faults.ToImmutable();
    }

    private double Stall(double due, Fault fault)
    {
        log.Add(new(FaultKind.Stall, (long)(due * plan.RateHz), 0));
        return due + fault.Amount;
    }

    private bool IsLost()
    {
        if (_toLose > 0)
        {
            _toLose--;
            return true;
        }

        return plan.Faults.LossShare > 0 && _random.NextShare() < plan.Faults.LossShare;
    }

    private long? MarkerIn(long number)
    {
        if (plan.MarkerEverySeconds <= 0) return null;
        var every = Math.Max(1, (long)Math.Round(plan.MarkerEverySeconds * plan.RateHz));
        var first = number * plan.PacketSamples;
        var marker = (first + every - 1) / every * every;
        return marker < first + plan.PacketSamples && marker > 0 ? marker : null;
    }

    private async Task WaitAsync(long begun, double seconds, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var wait = TimeSpan.FromSeconds(seconds) - clock.GetElapsedTime(begun);
        if (wait > TimeSpan.Zero) await Task.Delay(wait, clock, cancellation).ConfigureAwait(false);
    }

    /// <summary>A small generator of its own (Steele, Lea, Flood 2014), because losses must be the same on every computer.</summary>
    private sealed class SplitMix(ulong seed)
    {
        private ulong _state = seed;

        public double NextShare()
        {
            var z = _state += 0x9E3779B97F4A7C15;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return ((z ^ (z >> 31)) >> 11) * (1.0 / (1UL << 53));
        }
    }
}
