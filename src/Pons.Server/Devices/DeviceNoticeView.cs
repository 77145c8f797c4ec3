using System.Collections.Immutable;
using Pons.Devices;

namespace Pons.Server.Devices;

/// <summary>Something that happened to a device, as it is shown; the same thing over and over stands once, with its sum.</summary>
/// <param name="At">When it last happened, by the wall clock.</param>
/// <param name="Kind">What.</param>
/// <param name="Text">In words; may be empty.</param>
/// <param name="Amount">How much, in the unit of the kind.</param>
/// <param name="Times">How often in a row.</param>
/// <param name="Code">What the text is about, as <see cref="ProblemMessage.Code"/> writes it; <see langword="null"/> when the kind says all.</param>
/// <param name="Values">The values of the code, in its order.</param>
internal sealed record DeviceNoticeView(
    DateTimeOffset At, DeviceNoticeKind Kind, string Text, long Amount, int Times, string? Code, ImmutableArray<string> Values);
