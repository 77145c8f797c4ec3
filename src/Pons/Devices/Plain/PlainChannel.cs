using Pons.Streams;

namespace Pons.Devices.Plain;

/// <summary>One channel: value = raw × scale + offset, in the unit.</summary>
internal sealed record PlainChannel(string Label, ChannelKind Kind = ChannelKind.Eeg, string Unit = "µV", double Scale = 1, double Offset = 0);
