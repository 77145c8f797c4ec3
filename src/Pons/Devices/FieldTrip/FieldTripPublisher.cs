using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Pons.Streams;

namespace Pons.Devices.FieldTrip;

/// <summary>
/// Publishes what a device sends in a FieldTrip buffer, so that programs that read such buffers can follow it: samples as float32, markers as
/// events of type <c>marker</c>. A buffer cannot hold a gap: its samples go on, and an event of type <c>gap</c> with the number of missing
/// samples (int32) stands at the first one behind. Streams of texts are not published. Called by the thread that reads the device.
/// </summary>
public sealed class FieldTripPublisher : SampleTap
{
    private static readonly byte[] Gap = "gap"u8.ToArray();
    private readonly FieldTripStore _store;
    private DeviceStream? _stream;
    private long _ahead;

    /// <summary>Publishes into a store.</summary>
    /// <param name="store">What a <see cref="FieldTripServer"/> serves.</param>
    public FieldTripPublisher(FieldTripStore store)
    {
        ArgumentNullException.ThrowIfNull(store);
        _store = store;
    }

    /// <inheritdoc/>
    public override void Begin(DeviceStream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (stream.IsText || _stream is not null) return; // connected again: the stream goes on
        _stream = stream;
        _store.Put(FieldTripHeader.Of(stream.Info));
    }

    /// <inheritdoc/>
    public override void Take(SampleRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (_stream is null) return;
        if (run.Gap is { SampleCount: > 0 } gap) PutGap(gap.SampleCount);
        if (run.SampleCount > 0)
        {
            _ahead = run.FirstSampleIndex - _store.SampleCount;
            _store.Put(MemoryMarshal.AsBytes(run.Samples));
        }

        foreach (var marker in run.Markers) Put(marker);
    }

    private void PutGap(long count)
    {
        var value = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(value, (int)Math.Min(int.MaxValue, count));
        _store.Put(new FieldTripEvent((int)_store.SampleCount, 0, 0, FieldTripType.Char, Gap, FieldTripType.Int32, value));
    }

    private void Put(Marker marker)
    {
        var duration = _stream!.Info.RateHz is { } rate ? (int)Math.Round(marker.Duration.Seconds * rate) : 0;
        _store.Put(FieldTripEvent.OfText((int)Math.Max(0, marker.SampleIndex - _ahead), "marker", marker.Label, duration));
    }
}
