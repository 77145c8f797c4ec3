using System.Collections.Immutable;
using Pons.Streams;

namespace Pons.Devices;

/// <summary>Something that happened to a device besides samples.</summary>
/// <param name="Kind">What.</param>
/// <param name="Time">When, on the clock of the host.</param>
/// <param name="Text">In words; empty when the kind says all.</param>
/// <param name="Amount">How much, in the unit of the kind.</param>
public sealed record DeviceNotice(DeviceNoticeKind Kind, Timestamp Time, string Text = "", long Amount = 0)
{
    /// <summary>What the text is about; <see langword="null"/> when the kind says all.</summary>
    public DeviceFaultCode? Code { get; init; }

    /// <summary>The values of the code, in its order; default none.</summary>
    public ImmutableArray<string> Values { get; init; } = [];
}
