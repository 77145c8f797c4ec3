using Pons.Streams;

namespace Pons.Devices;

/// <summary>Something that happened to a device besides samples.</summary>
/// <param name="Kind">What.</param>
/// <param name="Time">When, on the clock of the host.</param>
/// <param name="Text">In words; empty when the kind says all.</param>
/// <param name="Amount">How much, in the unit of the kind.</param>
public sealed record DeviceNotice(DeviceNoticeKind Kind, Timestamp Time, string Text = "", long Amount = 0);
