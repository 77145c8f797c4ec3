using Pons.Devices;

namespace Pons.Tests.Devices;

/// <summary>Takes everything and keeps nothing.</summary>
internal sealed class NoTap : SampleTap
{
    public override void Begin(DeviceStream stream)
    {
    }

    public override void Take(SampleRun run)
    {
    }
}
