namespace Pons.Devices;

/// <summary>
/// Takes everything that a device sends, before any processing: a recorder, a display, a pipeline. Called by the thread that reads the
/// device, in order; must not wait and must not throw.
/// </summary>
public abstract class SampleTap
{
    /// <summary>The stream is known: before its first sample, and again, with an equal stream, after each new connection.</summary>
    /// <param name="stream">What the device sends.</param>
    public abstract void Begin(DeviceStream stream);

    /// <summary>Samples came.</summary>
    /// <param name="run">Valid during the call only: it is filled again for the next read.</param>
    public abstract void Take(SampleRun run);

    /// <summary>Something else happened.</summary>
    /// <param name="notice">What.</param>
    public virtual void Take(DeviceNotice notice)
    {
    }

    /// <summary>The clock of the device was read. May come from another thread than the samples, but never while another call is under way.</summary>
    /// <param name="probe">Both clocks at one moment.</param>
    public virtual void Take(ClockProbe probe)
    {
    }

    /// <summary>Nothing more will come.</summary>
    /// <param name="fault">Why, when it is not the end that was asked for.</param>
    public virtual void End(Exception? fault)
    {
    }
}
