using Pons.Devices;
using Pons.Streams;

namespace Pons.Control.Remote;

/// <summary>Something happened to a remote effector. Immutable.</summary>
/// <param name="Effector">Where its receiver is.</param>
/// <param name="Kind">What happened.</param>
/// <param name="At">When, on the clock of the host.</param>
/// <param name="Text">Why, in a word of <see cref="SafeReason"/> or a few; empty when the kind says all.</param>
/// <param name="Command">The command that was sent or not sent; <see langword="null"/> for other kinds.</param>
public sealed record EffectorReport(DeviceAddress Effector, EffectorReportKind Kind, Timestamp At, string Text, ControlCommand? Command = null);
