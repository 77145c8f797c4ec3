using Pons.Devices;

namespace Pons.Cli.Documents;

/// <summary>What <c>pons devices --json</c> prints; docs/reference/json/devices.schema.json.</summary>
internal sealed record DevicesDocument(IReadOnlyList<DevicesDocument.Device> Devices, IReadOnlyList<DevicesDocument.Fault> Faults)
{
    /// <summary>A device that was found; <paramref name="RateHz"/> is absent when samples come irregularly or it is not known.</summary>
    internal sealed record Device(string Protocol, string Address, string Name, string Type, int? Channels, double? RateHz, string Detail)
    {
        public static Device Of(FoundDevice d) => new(d.Address.Protocol, d.Address.ToString(), d.Name, d.Type, d.ChannelCount, d.RateHz, d.Detail);
    }

    /// <summary>A protocol in which nobody could look.</summary>
    internal sealed record Fault(string Protocol, string What, string Why, string Remedy);
}
