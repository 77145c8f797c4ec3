namespace Pons.Devices;

/// <summary>A device that was found.</summary>
/// <param name="Address">Where it is.</param>
/// <param name="Name">What it calls itself.</param>
/// <param name="Type">Kind of content, such as EEG; empty when unknown.</param>
/// <param name="ChannelCount">Number of channels; <see langword="null"/> when unknown.</param>
/// <param name="RateHz">Samples per second; <see langword="null"/> when irregular or unknown.</param>
/// <param name="Detail">What else helps to tell it from others, such as host and serial number.</param>
public sealed record FoundDevice(DeviceAddress Address, string Name, string Type, int? ChannelCount, double? RateHz, string Detail = "");
